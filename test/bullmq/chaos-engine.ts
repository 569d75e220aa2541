import { existsSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

import { bullmq } from "@stepwright/adapters/bullmq"
import { sqlite } from "@stepwright/adapters/sqlite"
import { silentLogger, startEngine } from "@stepwright/engine"

import { wide } from "./served-tasks.ts"

const [port, prefix = "", folder, executions] = process.argv.slice(2)

const engine = await startEngine({
  backend: sqlite({ file: `${folder}/engine.db` }),
  workflows: [wide],
  queues: bullmq({ connection: { host: "127.0.0.1", port: Number(port) }, prefix, sweepEvery: 1000 }),
  logger: silentLogger,
})
process.stdout.write("ready\n")
const names = Array.from({ length: Number(executions) }, (_, index) => `run-${index}`)
const input = { file: `${folder}/written`, takesMs: 150, pieces: [1, 2, 3] }
const startAll = async (some: readonly string[]) =>
  await Promise.all(some.map(async (name) => await engine.start(wide, input, { name })))
const most = Math.floor(names.length * 0.8)
const early = await startAll(names.slice(0, most))
// There is work left until the last kill, however slow the machine is.
while (!existsSync(`${folder}/killed`)) await pause(50)
const started = [...early, ...(await startAll(names.slice(most)))]
for (const { id } of started) {
  const { status } = await engine.result(id, { timeoutMs: 120_000 })
  const { events } = await engine.history(id)
  const counted = events.filter(({ type }) => type === "TaskSucceeded").length
  process.stdout.write(`${JSON.stringify({ id, status, counted })}\n`)
}
await engine.close()
process.stdout.write("done\n")
