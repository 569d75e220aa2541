import { input } from "../contestant.ts"
import type { Entry } from "./entry.ts"
import { chain3 } from "./stepwright/plain-asl.ts"

/** aws-local-stepfunctions: an interpreter in memory; nothing is durable. */
export const awsLocalStepFunctions: Entry = {
  name: "aws-local-stepfunctions",
  settings: "not durable; no schemas, expressions, history",
  ours: false,
  workloads: ["chain3"],
  redis: false,
  shared: false,
  warmUp: 20_000,
  async open(_place, _options, probe) {
    const { StateMachine } = await import("aws-local-stepfunctions")
    const machine = new StateMachine(chain3)
    let count = 0
    return {
      async execute() {
        const id = String(++count)
        const noop = (): typeof input => {
          probe.stepRan(id)
          return input
        }
        const overrides = { taskResourceLocalHandlers: { A: noop, B: noop, C: noop } }
        await machine.run(input, { overrides }).result
      },
      close: async () => {},
    }
  },
}
