import { task, TaskError, workflow } from "@stepwright/dsl"
import { type ResourceHandler, stateMachine } from "@stepwright/engine"
import { z } from "zod"

/** Where the doings of the recorded executions go; what a test passes does no harm. */
export interface World {
  /** Of a handler that is at work when the recording is made. */
  readonly hold: () => Promise<void>
  readonly token: (execution: string, token: string) => void
  readonly unbook: () => null
}

const invoke = (name: string, fields: object = {}): object => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: name, Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
  ...fields,
})
const ask = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: {
    QueueUrl: "q",
    MessageBody: { token: "{% $states.context.Task.Token %}", of: "{% $states.context.Execution.Name %}" },
  },
}

/** States in a row, of which the last is `Work`. */
const machine = (name: string, ...states: readonly object[]) => {
  const named = [...states.map((state, index) => [`State${index}`, state] as const), ["Work", invoke("work")] as const]
  const linked = named.map(([state, fields], index) => {
    const next = named[index + 1]?.[0]
    return [state, { ...fields, ...(next === undefined ? { End: true } : { Next: next }) }]
  })
  return stateMachine(name, { QueryLanguage: "JSONata", StartAt: named[0]?.[0], States: Object.fromEntries(linked) })
}

const held = {
  Type: "Map",
  Items: "{% $states.input %}",
  ItemProcessor: {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "Item",
    States: { Item: invoke("hold", { End: true }) },
  },
}

/** One machine for each way to stand when a process dies. */
export const machines = {
  plain: machine("plain"),
  sleeping: machine("sleeping", invoke("work"), { Type: "Wait", Seconds: 90 }),
  asking: machine("asking", ask),
  holding: machine("holding", invoke("hold")),
  spreading: machine("spreading", held),
} as const

/** A saga whose payment is declined, and which cannot undo its booking. */
export function trip(world: World) {
  const Seats = z.object({ seats: z.int() })
  const book = task("book", { input: Seats, handler: ({ seats }) => `S${seats}` })
  const unbook = task("unbook", { input: z.object({ of: z.string() }), retry: { attempts: 1 }, handler: world.unbook })
  const pay = task("pay", {
    input: Seats,
    notApplied: ["Card.Declined"],
    handler: () => {
      throw new TaskError("Card.Declined")
    },
  })
  return workflow("trip", { input: Seats }, (w, { seats }) => {
    w.run(book({ seats }), { compensate: ({ key }) => unbook({ of: key }) })
    w.run(pay({ seats }))
  })
}

/** What the machines call. */
export function resources(world: World): Readonly<Record<string, ResourceHandler>> {
  return {
    work: (input) => input,
    hold: async (input) => {
      await world.hold()
      return input
    },
    "sqs:sendMessage": (input) => {
      const { token, of } = (input as { readonly MessageBody: Record<"token" | "of", string> }).MessageBody // as `ask` says
      world.token(of, token)
      return {}
    },
  }
}
