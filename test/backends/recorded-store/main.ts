// Records what this release leaves in Redis when its processes die: `main.ts FILE`. For each format once, by the first
// release that writes it; a file that was released is not recorded again.
import { writeFileSync } from "node:fs"

import { redis } from "@stepwright/adapters/redis"
import { TaskError } from "@stepwright/dsl"
import { createClient, createWorker, silentLogger } from "@stepwright/engine"
import { asking, startRedis } from "@stepwright/test-redis"

import { readKeys, writeKeys } from "./keys.ts"
import { machines, resources, trip, type World } from "./program.ts"

const [file = ""] = process.argv.slice(2)
const prefix = "recorded:"
const tokens: Record<string, string> = {}
let holding = 0
const world: World = {
  hold: () => {
    holding++
    return new Promise(() => undefined)
  },
  token: (execution, token) => {
    tokens[execution] = token
  },
  unbook: () => {
    throw new TaskError("Airline.Down")
  },
}
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

const server = await startRedis()
const backend = await redis({ url: server.url, prefix, logger: silentLogger })
const parts = { backend, workflows: [...Object.values(machines), trip(world)], resources: resources(world) }
const client = createClient(parts)
const worker = createWorker({ ...parts, logger: silentLogger, maxDeliveries: 1 })
await worker.start()

const poison = await client.start(machines.holding, "parked", { name: "parked" })
/** The worker's lease runs out, in the middle of what it does. */
const expire = "for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 1, id) end"
await until(async () => {
  if (holding > 0) await asking(server.url, (connection) => connection.eval(expire, 1, `${prefix}{p00}:s`))
  holding = 0
  return (await client.describe(poison.id)).status === "PARKED"
})
await client.execute(machines.plain, "well done", { name: "succeeded" })
await client.execute(trip(world), { seats: 2 }, { name: "failed" })
await client.start(machines.sleeping, "slept", { name: "sleeping" })
for (const name of ["answered", "unanswered"]) await client.start(machines.asking, name, { name })
await until(() => Object.keys(tokens).length === 2)
// Longer than what only waits is held in memory.
await new Promise((resolve) => setTimeout(resolve, 1500))
await client.start(machines.holding, "held", { name: "held" })
await client.start(machines.spreading, [1, 2, 3], { name: "spread" })
await until(() => holding === 4)

// A copy is as if the worker had been killed here. What comes to it now finds nobody.
const copy = "copy:"
await asking(server.url, async (connection) => await writeKeys(connection, copy, await readKeys(connection, prefix)))
const left = await redis({ url: server.url, prefix: copy, logger: silentLogger })
const outside = createClient({ ...parts, backend: left })
await outside.start(machines.plain, "nobody was there", { name: "ready" })
await outside.succeed(tokens["answered"] ?? "", "an answer")
await left.close()

const keys = await asking(server.url, async (connection) => await readKeys(connection, copy))
if (JSON.stringify(keys).includes(copy)) throw new Error("values name the prefix, which is to be another one")
writeFileSync(file, `${JSON.stringify({ tokens, keys }, null, 1)}\n`)
process.exit(0) // the worker is given up
