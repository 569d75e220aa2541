import { threadId } from "node:worker_threads"

import { memory } from "@stepwright/adapters/memory"
import { inThreads } from "@stepwright/adapters/threads"
import { task, workflow } from "@stepwright/dsl"
import { silentLogger, startEngine } from "@stepwright/engine"
import { expect, it } from "vitest"
import { z } from "zod"

const heavy = new URL("./heavy.ts", import.meta.url)
const spin = task("spin", {
  input: z.object({ ms: z.number() }),
  output: z.object({ thread: z.number(), key: z.string() }),
  timeout: "2s",
  handler: inThreads(heavy, { name: "spin", threads: 2 }),
})
const fail = task("fail", { input: z.object({ how: z.string() }), handler: inThreads(heavy) })
const missing = task("missing", { input: z.object({}), handler: inThreads(heavy, { name: "nobody" }) })
const spinning = workflow("spinning", { input: z.array(z.number()) }, (w, all) => w.each(all, (ms) => spin({ ms })))
const failing = workflow("failing", { input: z.object({ how: z.string() }) }, (w, { how }) => w.run(fail({ how })))
const absent = workflow("absent", { input: z.object({}) }, (w) => w.run(missing({})))
const workflows = [spinning, failing, absent]

it("computes in threads, at most so many, with the context's data; heartbeats and lines come back", async () => {
  const lines: unknown[] = []
  const logger = { ...silentLogger, info: (message: string, facts?: object) => void lines.push({ message, ...facts }) }
  await using engine = await startEngine({ backend: memory(), workflows, logger })
  const { id } = await engine.start(spinning, [50, 50, 50, 50], { name: "s" })
  const { status, output } = await engine.result(id)
  const answers = output as readonly { readonly thread: number; readonly key: string }[] // as `spin` says
  expect(status).toBe("SUCCEEDED")
  expect(answers.map(({ key }) => key)).toEqual([0, 1, 2, 3].map((index) => `${id}/each/[${index}]/spin`))
  const threads = new Set(answers.map(({ thread }) => thread))
  expect(threads.has(threadId)).toBe(false)
  expect(threads.size).toBeLessThanOrEqual(2)
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatchObject({ message: "spun", ms: 50, execution: id })
})

it("ends the thread of a call that timed out, though it hears nothing, and goes on with another", async () => {
  await using engine = await startEngine({ backend: memory(), workflows, logger: silentLogger })
  const endless = await engine.execute(spinning, [3_600_000, 3_600_000])
  expect(endless).toMatchObject({ status: "FAILED", error: "States.Timeout" })
  expect(await engine.execute(spinning, [1])).toMatchObject({ status: "SUCCEEDED" })
})

it("fails by the error's name, and where the thread is lost, or there is no such handler", async () => {
  await using engine = await startEngine({ backend: memory(), workflows, logger: silentLogger })
  const cold = await engine.execute(failing, { how: "throw" })
  expect(cold).toMatchObject({ status: "FAILED", error: "Oven.Cold" })
  expect(cold.cause).toContain("the oven is cold")
  expect(await engine.execute(failing, { how: "exit" })).toMatchObject({ error: "Stepwright.ThreadLost" })
  const nobody = await engine.execute(absent, {})
  expect(nobody).toMatchObject({ status: "FAILED", error: "TypeError" })
  expect(nobody.cause).toContain("exports no function 'nobody'")
  expect(() => inThreads(heavy, { threads: 0 })).toThrow(RangeError)
})
