import { createBullBoard } from "@bull-board/api"
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter"
import { memory } from "@stepwright/adapters/memory"
import { bullmq } from "@stepwright/adapters/bullmq"
import { startEngine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"

import { jobsIn, newPrefix, openQueue, until } from "./lab.ts"
import { wide } from "./served-tasks.ts"

it("is shown on Bull Board: its queues, jobs and envelopes", async () => {
  await using redis = await startRedis()
  const connection = { host: "127.0.0.1", port: redis.port }
  const prefix = newPrefix()
  await using engine = await startEngine({
    backend: memory(),
    workflows: [wide],
    queues: bullmq({ connection, prefix }),
  })
  await engine.start(wide, { file: "", takesMs: 0, pieces: [1, 2, 3] }, { name: "shown" })
  const queue = openQueue(connection, prefix, "pieces")
  await until(async () => (await jobsIn(queue)) === 3)
  const adapter = new BullMQAdapter(queue, { readOnlyMode: true })
  const board = createBullBoard({ queues: [adapter], serverAdapter: serverOf(seen) })
  expect(board).toBeDefined()
  const routes = seen.routes.filter(({ route }) => [route].flat().includes("/api/queues"))
  expect(routes).toHaveLength(1)
  const answer = await routes[0]?.handler({
    queues: seen.queues,
    uiConfig: {},
    headers: {},
    query: { activeQueue: "pieces", page: "1", jobsPerPage: "10", status: "waiting" },
    params: {},
    body: {},
  })
  const body = answer?.body as { readonly queues: readonly ShownQueue[] } | undefined // as Bull Board's page reads it
  const [shown] = body?.queues ?? []
  expect(shown).toMatchObject({ name: "pieces", counts: { waiting: 3 } })
  expect(shown?.jobs.map(({ id }) => id.split(".")[0])).toEqual(["shown", "shown", "shown"])
  expect(shown?.jobs[0]).toMatchObject({ name: "piece", data: { v: 1, step: "piece" } })
})

interface ShownQueue {
  readonly name: string
  readonly counts: Readonly<Record<string, number>>
  readonly jobs: readonly { readonly id: string; readonly name: string; readonly data: unknown }[]
}

type ServerAdapter = Parameters<typeof createBullBoard>[0]["serverAdapter"]
type Routes = Parameters<ServerAdapter["setApiRoutes"]>[0]
type Queues = Parameters<ServerAdapter["setQueues"]>[0]

const seen: { routes: Routes; queues: Queues } = { routes: [], queues: new Map() }

/** What a web framework does for Bull Board: it is handed routes and queues, and calls the ones with the others. */
function serverOf(into: typeof seen): ServerAdapter {
  const server: ServerAdapter = {
    setQueues: (queues) => {
      into.queues = queues
      return server
    },
    setApiRoutes: (routes) => {
      into.routes = routes
      return server
    },
    setViewsPath: () => server,
    setStaticPath: () => server,
    setEntryRoute: () => server,
    setErrorHandler: () => server,
    setUIConfig: () => server,
  }
  return server
}
