// Sources of modules that the command's tests run.

/** Exports two workflows: `order`, which fails above a total of 100, and `greet`, which order calls. */
export const shopModule = `import { fmt, task, TaskError, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Order: z.ZodObject<{ id: z.ZodString; total: z.ZodNumber }> = z.object({ id: z.string(), total: z.number() })

export const charge = task("charge", {
  input: Order,
  output: z.object({ paid: z.number() }),
  notApplied: ["Card.Declined"],
  readOnly: true,
  handler: ({ id, total }, { log }) => {
    log.info("charging", { id })
    console.log(\`charge \${id}\`)
    if (total > 100) throw new TaskError("Card.Declined", { cause: "above the limit" })
    return { paid: total }
  },
})

export const hello = task("hello", {
  input: z.object({ text: z.string() }),
  output: z.string(),
  readOnly: true,
  handler: ({ text }) => text.toUpperCase(),
})

export const greet = workflow("greet", { input: z.object({ name: z.string() }) }, (w, { name }) => w.run(hello({ text: fmt\`hello \${name}\` })))

export const order = workflow("order", { input: Order }, (w, order) => {
  const payment = w.run(charge({ id: order.id, total: order.total }))
  const greeting = w.call(greet)({ name: order.id })
  return { paid: payment.paid, greeting }
})
`

/** Exports `quick`, an Express workflow, and `parent`, which starts it. */
export const quickModule = `import { execution, workflow } from "@stepwright/dsl"

export const quick = workflow("quick", { type: "EXPRESS" }, () => ({ id: execution.id }))
export const parent = workflow("parent", {}, (w) => ({ started: w.start(quick)(null).ExecutionArn }))
`

/** One workflow, whose input and output hold a secret. */
export const secretModule = `import { secret, task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const pin = secret(z.string())

const check = task("check", {
  input: z.object({ pin }),
  output: z.object({ pin, ok: z.boolean() }),
  readOnly: true,
  handler: ({ pin }) => ({ pin, ok: pin === "4711" }),
})

export const unlock = workflow("unlock", { input: z.object({ pin }), output: z.object({ pin, ok: z.boolean() }) }, (w, given) =>
  w.run(check({ pin: given.pin })),
)
`

/** One workflow of two steps; the second waits until a file called \`go\` lies beside it. Each call is written to a log. */
export const slowModule = `import { appendFileSync, existsSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const here = (name: string): string => new URL(name, import.meta.url).pathname

const first = task("first", {
  input: z.object({}),
  output: z.number(),
  readOnly: true,
  handler: () => {
    appendFileSync(here("calls.log"), "first\\n")
    return 1
  },
})

const second = task("second", {
  input: z.object({ value: z.number() }),
  output: z.number(),
  readOnly: true,
  handler: async ({ value }, { signal }) => {
    appendFileSync(here("calls.log"), "second\\n")
    console.log("second began")
    while (!existsSync(here("go")) && !signal.aborted) await sleep(20)
    return value + 1
  },
})

export const slow = workflow("slow", {}, (w) => w.run(second({ value: w.run(first({})) })))
`

/** A hand-written state machine that calls two Lambda functions and an integration. */
export const machine = {
  StartAt: "Double",
  States: {
    Double: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:double", Next: "Add" },
    Add: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "add-one", "Payload.$": "$" },
      OutputPath: "$.Payload",
      Next: "Put",
    },
    Put: {
      Type: "Task",
      Resource: "arn:aws:states:::dynamodb:putItem",
      Parameters: { TableName: "t", Item: {} },
      ResultPath: null,
      End: true,
    },
  },
}

/** Exports `trip`: pays never; its seats cannot be given back until MENDED is set. */
export const brokenTripModule = `import { task, TaskError, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Seats: z.ZodObject<{ seats: z.ZodInt }> = z.object({ seats: z.int() })

export const book = task("book", {
  input: Seats,
  output: z.object({ code: z.string() }),
  handler: ({ seats }) => ({ code: \`S\${seats}\` }),
})
export const unbook = task("unbook", {
  input: z.object({ of: z.string() }),
  retry: { attempts: 1 },
  handler: () => {
    if (process.env["MENDED"] === undefined) throw new TaskError("Airline.Down")
    return null
  },
})
export const pay = task("pay", {
  input: Seats,
  notApplied: ["Card.Declined"],
  readOnly: true,
  handler: () => {
    throw new TaskError("Card.Declined")
  },
})
export const trip = workflow("trip", { input: Seats }, (w, { seats }) => {
  w.run(book({ seats }), { compensate: ({ key }) => unbook({ of: key }) })
  w.run(pay({ seats }))
})
`

/** Exports `trip`, whose payment never answers. */
export const stuckTripModule = `import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Seats: z.ZodObject<{ seats: z.ZodInt }> = z.object({ seats: z.int() })

export const book = task("book", { input: Seats, output: z.object({ code: z.string() }), handler: () => ({ code: "S" }) })
export const unbook = task("unbook", {
  input: z.object({ of: z.string() }),
  handler: ({ of }) => {
    console.log(\`unbooking \${of}\`)
    return null
  },
})
export const pay = task("pay", {
  input: Seats,
  readOnly: true,
  handler: async () => {
    console.log("paying")
    await new Promise(() => setInterval(() => undefined, 1000))
    return null
  },
})
export const trip = workflow("trip", { input: Seats }, (w, { seats }) => {
  w.run(book({ seats }), { compensate: ({ key }) => unbook({ of: key }) })
  w.run(pay({ seats }))
})
`
