import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { StartResult } from "../ports/executions.ts"
import type { Telemetry, TraceContext } from "../ports/telemetry.ts"
import type { Text } from "../ports/text.ts"
import { machineOfExecution } from "./execution-name.ts"
import { planBellOf } from "./store-bells.ts"
import { type LoadedPlan, storedPlan } from "./loaded-plan.ts"
import { newSeed } from "./seed.ts"
import { headerText, type ParentLink, type StoredHeader } from "./stored-header.ts"

/** What to start. */
export interface Starting {
  readonly plan: LoadedPlan
  /** Tells it from every other: a second start of the same id finds the first one's execution. */
  readonly id: string
  readonly name: string
  /** JSON text. */
  readonly input: Text
  readonly startedAt: number
  readonly parent?: ParentLink
  /** The trace that it belongs to; by default its caller's, where somebody traces. */
  readonly trace?: TraceContext | undefined
  /** As in its header. */
  readonly told?: Pick<StoredHeader, "roleArn" | "labels">
  /** Of a distributed Map's child execution. */
  readonly child?: {
    readonly mapRun: string
    readonly map: { readonly state: string }
    readonly rootKey: string
  }
}

/** How a start came out whose plan is stored. */
export type FoundStart = Exclude<StartResult, { readonly outcome: "no-plan" }>

/** Starts executions, and stores each plan before its first. */
export class Starter {
  readonly #backend: Backend
  readonly #telemetry: Telemetry | undefined
  readonly #stored = new Set<string>()

  constructor(backend: Backend, telemetry?: Telemetry) {
    this.#backend = backend
    this.#telemetry = telemetry
  }

  /** @throws {EngineError} `PLAN_MISSING` where the backend does not keep what it was given. */
  async start(starting: Starting): Promise<FoundStart> {
    if (!this.#stored.has(starting.plan.id)) await this.store(starting.plan)
    const first = await this.#try(starting)
    if (first.outcome !== "no-plan") return this.#told(starting, first)
    // The store was emptied behind our back.
    await this.store(starting.plan)
    const second = await this.#try(starting)
    if (second.outcome !== "no-plan") return this.#told(starting, second)
    throw new EngineError({
      code: "PLAN_MISSING",
      message: `The backend '${this.#backend.name}' does not keep the plan of '${starting.plan.name}'.`,
    })
  }

  #told<T extends StartResult>({ plan }: Starting, result: T): T {
    if (result.outcome === "started") this.#telemetry?.started(plan.name)
    return result
  }

  async store(plan: LoadedPlan): Promise<void> {
    await this.#backend.plans.put(storedPlan(plan))
    this.#stored.add(plan.id)
    planBellOf(this.#backend).ring()
  }

  #try(starting: Starting): Promise<StartResult> {
    const { plan, id, name, input, startedAt, parent, trace = this.#telemetry?.caller(), told, child } = starting
    const traced = trace === undefined ? told : { trace, ...told }
    const link = parent === undefined ? traced : { parent, ...traced }
    const { executions } = this.#backend
    if (child === undefined) {
      const header = headerText(newSeed(), link)
      return executions.start({ id, machine: plan.name, name, plan: plan.id, header, input, startedAt })
    }
    const { mapRun, map, rootKey } = child
    const header = headerText(newSeed(), { ...link, map, rootKey })
    return executions.start({
      id,
      machine: machineOfExecution(id),
      name,
      plan: plan.id,
      header,
      input,
      startedAt,
      mapRun,
    })
  }
}
