import { describe, expect, it } from "vitest"
import { z } from "zod"

import { handle, task, TaskError, workflow } from "../index.ts"

const charge = task("charge", {
  input: z.object({ amount: z.number().default(1) }),
  output: z.object({ at: z.date() }),
  retry: { attempts: 2 },
  timeout: "10s",
  notApplied: ["Card.Declined"],
  readOnly: true,
  queue: "payments",
  handler: ({ amount }) => ({ at: new Date(amount) }),
})

describe("a task", () => {
  it("carries its declaration as data", () => {
    expect(charge.kind).toBe("task")
    expect(charge.name).toBe("charge")
    expect(charge.data).toMatchObject({
      name: "charge",
      input: { shape: { type: "object", fields: { amount: { type: "number", optional: true } } } },
      policy: { timeoutSeconds: 10, retry: [{ attempts: 2 }] },
      notApplied: ["Card.Declined"],
      readOnly: true,
      queue: "payments",
    })
    expect(charge.data.at.file).toMatch(/task\.test\.ts$/)
    expect(JSON.parse(JSON.stringify(charge.data))).toEqual(charge.data)
  })

  it("has a queue by a name that queues can have", () => {
    expect(() => task("t", { input: z.string(), queue: "a:b" })).toThrow('The queue name "a:b" is not allowed.')
  })

  it("carries its schemas and its handler for the runtime", () => {
    expect(z.parse(charge.input, {})).toEqual({ amount: 1 })
    expect(z.safeParse(charge.output, { at: "no" }).success).toBe(false)
    expect(charge.handler).toBeTypeOf("function")
  })

  it("without an output gives anything", () => {
    expect(task("t", { input: z.string() }).data).toMatchObject({
      output: { shape: { type: "unknown" } },
      notApplied: [],
      readOnly: false,
    })
  })

  it("may be called before the workflow in which its call is placed", () => {
    const call = charge({ amount: 3 })
    const { tree } = workflow("w", {}, (w) => void w.run(call))
    expect(tree.body.nodes).toMatchObject([{ call: { input: { kind: "literal", value: { amount: 3 } } } }])
  })
})

describe("handle", () => {
  it("ties a handler to a task that is defined elsewhere", () => {
    const handler = (): { at: Date } => ({ at: new Date(0) })
    expect(handle(charge, handler)).toEqual({ task: charge, handler })
  })
})

describe("TaskError", () => {
  it("has an error name of the author's choosing and a cause", () => {
    const error = new TaskError("Card.Declined", { cause: "insufficient funds" })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: "Card.Declined",
      cause: "insufficient funds",
      message: "insufficient funds",
    })
    expect(new TaskError("X").message).toBe("X")
    expect(new TaskError("X", { message: "m", cause: "c" }).message).toBe("m")
  })
})
