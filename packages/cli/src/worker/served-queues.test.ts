import { handle, task, workflow } from "@stepwright/dsl"
import { expect, it } from "vitest"
import { z } from "zod"

import { servedQueues } from "./served-queues.ts"

const Page = z.object({ url: z.string() })
const render = task("render", { queue: "pdf", input: Page, handler: () => null })
const stamp = task("stamp", { queue: "pdf", input: Page })
const send = task("send", { queue: "mail", input: Page })
const book = workflow("book", { input: Page }, (w, page) => {
  w.run(render(page))
  w.run(stamp(page))
  w.run(send(page))
})
const program = (...handlers: readonly ReturnType<typeof handle>[]) => ({ workflows: [book], handlers, resources: {} })
const stamping = handle(stamp, () => null)

it("serves every queue whose tasks all have handlers, where none is named", () => {
  expect(servedQueues(true, program())).toEqual({})
  expect(servedQueues(true, program(stamping))).toEqual({ pdf: { concurrency: 10 } })
})

it("serves those that are named, so many jobs at once, or only sends", () => {
  const served = servedQueues(["pdf=4", "mail=0"], program(stamping))
  expect(served).toEqual({ pdf: { concurrency: 4 }, mail: {} })
})

it("serves tasks that no workflow of the files calls", () => {
  const alone = { workflows: [], handlers: [handle(send, () => null)], resources: {} }
  expect(servedQueues(true, alone)).toEqual({ mail: { concurrency: 10 } })
})

it("names every queue that it cannot serve, and why", () => {
  expect(() => servedQueues(["pdf", "mial"], program())).toThrow(
    expect.objectContaining({
      code: "QUEUE_UNSERVED",
      message:
        "Of the queue 'pdf' these tasks have no handler here: 'stamp'.\n" +
        "No task of the files was defined with the queue 'mial'; there are pdf, mail.",
    }),
  )
})

it.each(["pdf=", "pdf=many", "=4", "pdf=10001"])("--queues %s is called wrong", (asked) => {
  expect(() => servedQueues([asked], program(stamping))).toThrow(expect.objectContaining({ code: "USAGE" }))
})
