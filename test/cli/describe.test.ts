import { sqlite } from "@stepwright/adapters/sqlite"
import { handle, task, workflow } from "@stepwright/dsl"
import { silentLogger, startEngine } from "@stepwright/engine"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { makeScratch, stepwright } from "./command.ts"

const scratch = makeScratch()
const run = (...args: readonly string[]): ReturnType<typeof stepwright> => stepwright(args, scratch.path)

const book = task("book", { input: z.object({ seats: z.int() }) })
const unbook = task("unbook", { input: z.object({ of: z.string() }) })
const trip = workflow("trip", { input: z.object({ seats: z.int() }) }, (w, { seats }) => {
  w.run(book({ seats }), { compensate: ({ key }) => unbook({ of: key }) })
  w.run(book({ seats }), { name: "again", compensate: ({ key }) => unbook({ of: key }) })
})

/** Leaves an execution behind that was cancelled while its first step was at work. */
beforeAll(async () => {
  const backend = sqlite({ file: join(scratch.path, "trips.db") })
  const began = Promise.withResolvers<void>()
  const handlers = [
    handle(book, async (_, { signal }) => {
      began.resolve()
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()))
      return null
    }),
    handle(unbook, () => null),
  ]
  const engine = await startEngine({ backend, workflows: [trip], handlers, logger: silentLogger })
  const { id } = await engine.start(trip, { seats: 2 }, { name: "t" })
  await began.promise
  await engine.cancel(id, { reason: "it\nrains", by: "ada" })
  while ((await engine.describeCancellation(id)) === undefined) await new Promise((resolve) => setTimeout(resolve, 1))
  await engine.close({ drain: false })
  await backend.close()
})
afterAll(() => scratch.remove())

describe("stepwright describe", () => {
  it("tells of a cancellation that is under way", async () => {
    const { code, stdout, stderr } = await run("describe", "t", "--db", "trips.db")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatch(/^execution +arn:aws:states:.*:trip:t$/m)
    expect(stdout).toMatch(/^status +RUNNING$/m)
    expect(stdout).toMatch(/^cancelled +\d{4}-.*Z by ada$/m)
    expect(stdout).toMatch(/^reason +it\n +rains$/m)
    expect(stdout).toMatch(/^stands +what is in flight comes to rest$/m)
    expect(stdout).toMatch(/^waits for +book since \d{4}-.*Z$/m)
    const json = await run("describe", "t", "--db", "trips.db", "--json")
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      execution: {
        name: "t",
        status: "RUNNING",
        cancellation: { by: "ada", status: "RESTING", awaits: [{ step: "book" }] },
      },
    })
  })

  it("names what is not there", async () => {
    const { code, stderr } = await run("describe", "nobody", "--db", "trips.db")
    expect(code).not.toBe(0)
    expect(stderr).toContain("EXECUTION_UNKNOWN")
  })
})
