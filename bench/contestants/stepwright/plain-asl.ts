import { startEngine, stateMachine } from "@stepwright/engine"

import { backends } from "../../backends/index.ts"
import type { BackendName } from "../../backends/names.ts"
import { input } from "../../contestant.ts"
import type { Options } from "../../options.ts"
import type { Entry } from "../entry.ts"

const step = (next?: string) => ({
  Type: "Task" as const,
  Resource: "arn:aws:lambda:us-east-1:111111111111:function:noop",
  ...(next === undefined ? { End: true as const } : { Next: next }),
})

/** `chain3` as a state machine in JSONPath mode, as the peers that read ASL are given it. */
export const chain3 = { StartAt: "A", States: { A: step("B"), B: step("C"), C: step() } }

/** Our engine, given the plain state machine. */
export function plainAsl(options: Options, name: BackendName): Entry {
  const { redis, shared, settings, open } = backends[name]
  return {
    name: `stepwright (${name}, plain ASL)`,
    settings: `${settings(options)}; history`,
    ours: true,
    workloads: ["chain3"],
    redis,
    shared,
    warmUp: 20_000,
    async open(place, { concurrency }, probe) {
      const machine = stateMachine("chain3", chain3)
      const noop = (_: unknown, { execution }: { readonly execution: { readonly id: string } }): typeof input => {
        probe.stepRan(execution.id)
        return input
      }
      const backend = await open(place, options)
      const engine = await startEngine({
        backend,
        workflows: [machine],
        resources: { noop },
        ...(concurrency > 100 ? { taskConcurrency: concurrency } : {}),
      })
      return { execute: async () => void (await engine.execute(machine, input)), close: () => engine.close() }
    },
  }
}
