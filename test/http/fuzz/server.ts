// The server under fuzz, in a process of its own: a crash, a hang and a leak are seen from outside.
import { gate, httpApi, keyRing, policies, serveHttp, stepFunctions, storeProbe } from "@stepwright/adapters/http"
import { sqlite } from "@stepwright/adapters/sqlite"
import { createClient, createWorker, silentLogger } from "@stepwright/engine"

import { accessKeyId, account, region, secretAccessKey, token } from "./keys.ts"
import { machines } from "./machines.ts"

const roleArn = `arn:aws:iam::${account}:role/fuzz`

/** What the parent asks, and what it is answered. */
export type Told = { readonly url: string } | { readonly heapBytes: number } | { readonly failed: string }

const [file = ""] = process.argv.slice(2)
const tell = (told: Told): void => void process.send?.(told)
const backend = sqlite({ file })
const worker = createWorker({ backend, workflows: [], storedPlans: "all", logger: silentLogger })
await worker.start()
const keys = keyRing({
  keys: [
    { user: "fuzzer", accessKeyId, secretAccessKey },
    { user: "fuzzer", token },
  ],
})
const allowed = policies({ fuzzer: { Statement: { Effect: "Allow", Action: "states:*", Resource: "*" } } })
const probe = storeProbe(backend, 2000, silentLogger)
const service = stepFunctions({ backend, region, account })
const app = httpApi({
  service,
  client: createClient({ backend, workflows: [] }),
  gate: gate({ keys, policies: allowed, region, account }),
  health: async () => ({ ...worker.health(), store: await probe() }),
  // What is told of a fault goes to the parent: it is a finding.
  logger: { ...silentLogger, error: (message, facts) => tell({ failed: `${message} ${inspected(facts)}` }) },
})
for (const [name, definition] of Object.entries(machines)) {
  const made = await service.call("CreateStateMachine", { name, definition: JSON.stringify(definition), roleArn })
  await service.call("StartExecution", { stateMachineArn: made["stateMachineArn"], name: "run", input: '{"x":1}' })
}
const server = await serveHttp(app, { port: 0 })

process.on("message", () => {
  const { gc } = globalThis
  for (let times = 0; times < 4; times++) void gc?.()
  tell({ heapBytes: process.memoryUsage().heapUsed })
})
process.on("disconnect", () => process.exit(0))
tell({ url: server.url })

function inspected(facts: Readonly<Record<string, unknown>> | undefined): string {
  const error = facts?.["error"]
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(facts)
}
