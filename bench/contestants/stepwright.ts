import { handle } from "@stepwright/dsl"
import { type Engine, startEngine, stateMachine } from "@stepwright/engine"

import { chain3, type Contestant, input, Steps } from "../contestant.ts"
import { inWindows } from "../windows.ts"
import { openStore, type StoreSettings } from "./store.ts"
import { sampledTelemetry } from "./sampled-telemetry.ts"
import { typedChain3, typedTasks } from "./typed-chain3.ts"

/** How our engine is set up. */
export interface StepwrightOptions extends StoreSettings {
  readonly concurrency: number
  /** `typed`: a workflow of the DSL, with schemas and expressions. `asl`: the state machine that the peers are given. */
  readonly plan: "typed" | "asl"
  /** OpenTelemetry with all its metrics, and spans of this share of the executions; absent for none. */
  readonly sampled?: number
}

/** Our engine: client and worker in this process, over the backend that is asked for. */
export async function stepwright(options: StepwrightOptions): Promise<Contestant> {
  const { concurrency, plan, sampled } = options
  const { backend, durability, close } = await openStore(options)
  const steps = new Steps()
  const observed = sampled === undefined ? undefined : sampledTelemetry(sampled)
  const telemetry = observed === undefined ? {} : { telemetry: observed.telemetry }
  const { engine, execute } = plan === "typed" ? await typed() : await plain()

  async function typed(): Promise<Running> {
    const handlers = typedTasks.map((task) =>
      handle(task, (given, { execution }) => {
        steps.ran(execution.id)
        return given
      }),
    )
    const engine = await startEngine({ backend, workflows: [typedChain3], concurrency, handlers, ...telemetry })
    return { engine, execute: () => engine.execute(typedChain3, input) }
  }

  async function plain(): Promise<Running> {
    const machine = stateMachine("chain3", chain3)
    const noop = (_: unknown, { execution }: { readonly execution: { readonly id: string } }): typeof input => {
      steps.ran(execution.id)
      return input
    }
    const engine = await startEngine({ backend, workflows: [machine], concurrency, resources: { noop }, ...telemetry })
    return { engine, execute: () => engine.execute(machine, input) }
  }

  return {
    name: `stepwright (${options.backend}${plan === "asl" ? ", plain ASL" : ""}${sampled === undefined ? "" : ", telemetry"})`,
    settings: [
      durability,
      plan === "typed" ? "schemas, expressions, history" : "history",
      ...(sampled === undefined ? [] : [`metrics, traces of ${sampled * 100} %`]),
    ].join("; "),
    warmUp: 20_000,
    async round(executions) {
      const began = performance.now()
      await inWindows(executions, concurrency, async () => {
        await execute()
      })
      return { perSecond: executions / ((performance.now() - began) / 1000), stepMs: steps.take() }
    },
    async close() {
      await engine.close()
      await observed?.shutdown()
      await close()
    },
  }
}

interface Running {
  readonly engine: Engine
  readonly execute: () => Promise<unknown>
}
