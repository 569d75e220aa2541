import { StateMachine } from "aws-local-stepfunctions"

import { chain3, type Contestant, input, Steps } from "../contestant.ts"
import { inWindows } from "../windows.ts"

/** aws-local-stepfunctions: an interpreter in memory; nothing is durable. */
export function awsLocalStepFunctions(concurrency: number): Contestant {
  const machine = new StateMachine(chain3)
  const steps = new Steps()
  let count = 0
  return {
    name: "aws-local-stepfunctions",
    settings: "not durable; no schemas, expressions, history",
    warmUp: 20_000,
    async round(executions) {
      const began = performance.now()
      await inWindows(executions, concurrency, async () => {
        const id = String(++count)
        const noop = (): typeof input => {
          steps.ran(id)
          return input
        }
        const overrides = { taskResourceLocalHandlers: { A: noop, B: noop, C: noop } }
        await machine.run(input, { overrides }).result
      })
      return { perSecond: executions / ((performance.now() - began) / 1000), stepMs: steps.take() }
    },
    close: async () => {},
  }
}
