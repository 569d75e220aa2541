import { handle, task, TaskError, workflow } from "@stepwright/dsl"
import { z } from "zod"

import { input, type Probe } from "../../contestant.ts"
import type { BenchProgram } from "./program.ts"

const Order = z.object({ order: z.number(), note: z.string() })
const Key = z.object({ doneUnder: z.string() })

const steps = ["a", "b", "c", "d"].map((name) => ({
  does: task(name, { input: Order, output: Order }),
  undoes: task(`undo-${name}`, { input: Key }),
}))
const last = task("e", { input: Order, output: Order, notApplied: ["Bench.Refused"] })

const saga = workflow("saga5", { input: Order, output: Order }, (w, order) => {
  const done = steps.reduce(
    (value, { does, undoes }) => w.run(does(value), { compensate: ({ key }) => undoes({ doneUnder: key }) }),
    order,
  )
  return w.run(last(done))
})

/** Five steps, the last of which is refused, so that the four before it are undone. */
export function sagaProgram(probe: Probe): BenchProgram {
  const handlers = [
    ...steps.flatMap(({ does, undoes }) => [
      handle(does, (given, { execution }) => {
        probe.stepRan(execution.id)
        return given
      }),
      handle(undoes, (_, { execution }) => {
        probe.stepRan(execution.id)
        return undefined
      }),
    ]),
    handle(last, () => {
      throw new TaskError("Bench.Refused")
    }),
  ]
  return { workflow: saga, handlers, inputOf: () => input, ends: "FAILED" }
}
