import { gate, httpApi, keyRing, policies, stepFunctions } from "@stepwright/adapters/http"
import { redis } from "@stepwright/adapters/redis"
import { createClient } from "@stepwright/engine"
import type { Hono } from "hono"

import { account, credentials, region } from "./identity.ts"

/** Our API as it is served to a team: signatures are verified, and a policy says who may do what. */
export async function stepwrightApp(redisUrl: string): Promise<Hono> {
  const backend = await redis({ url: redisUrl })
  const statement = { Effect: "Allow", Action: ["states:CreateStateMachine", "states:StartExecution"], Resource: "*" }
  return httpApi({
    service: stepFunctions({ backend, region, account }),
    client: createClient({ backend, workflows: [] }),
    health: () => Promise.resolve({ live: true, ready: true }),
    gate: gate({
      keys: keyRing({ keys: [{ user: "bench", ...credentials }] }, {}),
      policies: policies({ bench: { Statement: [statement] } }),
      region,
      account,
    }),
  })
}
