import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { StartResult } from "../ports/executions.ts"
import { executionId } from "./execution-name.ts"
import { type LoadedPlan, storedPlan } from "./loaded-plan.ts"
import { newSeed } from "./seed.ts"
import { headerText, type ParentLink } from "./stored-header.ts"

/** What to start. */
export interface Starting {
  readonly plan: LoadedPlan
  readonly name: string
  /** JSON text. */
  readonly input: string
  readonly startedAt: number
  readonly parent?: ParentLink
}

/** Starts executions, and stores each plan before its first. */
export class Starter {
  readonly #backend: Backend
  readonly #stored = new Set<string>()

  constructor(backend: Backend) {
    this.#backend = backend
  }

  /** @throws {EngineError} `PLAN_MISSING` where the backend does not keep what it was given. */
  async start(starting: Starting): Promise<Exclude<StartResult, { readonly outcome: "no-plan" }>> {
    if (!this.#stored.has(starting.plan.id)) await this.store(starting.plan)
    const first = await this.#try(starting)
    if (first.outcome !== "no-plan") return first
    // The store was emptied behind our back.
    await this.store(starting.plan)
    const second = await this.#try(starting)
    if (second.outcome !== "no-plan") return second
    throw new EngineError({
      code: "PLAN_MISSING",
      message: `The backend '${this.#backend.name}' does not keep the plan of '${starting.plan.name}'.`,
    })
  }

  async store(plan: LoadedPlan): Promise<void> {
    await this.#backend.plans.put(storedPlan(plan))
    this.#stored.add(plan.id)
  }

  #try({ plan, name, input, startedAt, parent }: Starting): Promise<StartResult> {
    return this.#backend.executions.start({
      id: executionId(plan.name, name),
      machine: plan.name,
      name,
      plan: plan.id,
      header: headerText(newSeed(), parent),
      input,
      startedAt,
    })
  }
}
