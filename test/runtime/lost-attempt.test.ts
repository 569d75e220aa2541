import { type Expr, handle, task, TaskError, workflow } from "@stepwright/dsl"
import { createClient, createWorker, silentLogger } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { stores } from "./lab.ts"
import { mortal } from "./mortal.ts"
import { withReserved } from "./wrapped.ts"

const Nothing = z.object({})
const look = task("look", { input: Nothing })
const book = task("book", { input: Nothing, notApplied: ["Declined"] })
const cancel = task("cancel", { input: z.object({ key: z.string() }) })
const booked = { compensate: ({ key }: { readonly key: Expr<string> }) => cancel({ key }) }

const first = workflow("first", { input: Nothing }, (w) => {
  w.run(book({}), booked)
  return null
})
const second = workflow("second", { input: Nothing }, (w) => {
  w.run(look({}))
  w.run(book({}), booked)
  return null
})

describe.each(stores)("a step whose worker is lost at work over %s", (_store, make) => {
  it.each([first, second])("is undone though it is declined when it runs again, as of '$name'", async (flow) => {
    const real = make()
    const calls: string[] = []
    const live = async (dies: boolean): Promise<unknown> => {
      const clock = simulatedClock()
      // The session of a process that is gone is not closed in good order: it expires, and the next delivery is counted.
      const process = mortal(dies ? real : withReserved(real, (reserved) => ({ ...reserved, deliveries: 2 })))
      const { backend } = process
      const client = createClient({ backend, workflows: [flow], clock })
      const worker = createWorker({
        backend,
        workflows: [flow],
        clock,
        logger: silentLogger,
        handlers: [
          handle(look, () => null),
          handle(cancel, () => calls.push("cancel")),
          handle(book, () => {
            calls.push("book")
            if (dies) process.die()
            throw new TaskError("Declined")
          }),
        ],
      })
      await worker.start()
      const { id } = await client.start(flow, {}, { name: "one" })
      const outcome = await Promise.race([client.result(id), process.died])
      await process.bury()
      await worker.close({ drain: false })
      return outcome
    }
    expect(await live(true)).toBe("died")
    expect(await live(false)).toMatchObject({ status: "FAILED", error: "Declined" })
    expect(calls).toEqual(["book", "book", "cancel"])
    await real.close()
  })

  it.each([first, second])("is undone though a worker that is closed let go of it, as of '$name'", async (flow) => {
    const real = make()
    const calls: string[] = []
    const live = async (closes: boolean): Promise<unknown> => {
      const clock = simulatedClock()
      const client = createClient({ backend: real, workflows: [flow], clock })
      const called = Promise.withResolvers<"called">()
      const worker = createWorker({
        backend: real,
        workflows: [flow],
        clock,
        logger: silentLogger,
        handlers: [
          handle(look, () => null),
          handle(cancel, () => calls.push("cancel")),
          handle(book, async (_, { signal }) => {
            calls.push("book")
            called.resolve("called")
            if (closes) await new Promise((resolve) => signal.addEventListener("abort", resolve))
            throw new TaskError("Declined")
          }),
        ],
      })
      await worker.start()
      const { id } = await client.start(flow, {}, { name: "one" })
      const outcome = await (closes ? called.promise : client.result(id))
      await worker.close({ drain: false })
      return outcome
    }
    expect(await live(true)).toBe("called")
    expect(await live(false)).toMatchObject({ status: "FAILED", error: "Declined" })
    expect(calls).toEqual(["book", "book", "cancel"])
    await real.close()
  })
})
