import type { Json, JsonObject } from "../asl/json.ts"
import type { Scope, Template } from "../query/scope.ts"
import type { Stage } from "./response.ts"

/** Looks over the shoulder of a state's templates: what they yield, and which context object they read. */
export class Watch {
  /** By stage, what was seen last. */
  readonly seen: Partial<Record<Stage, Json>> = {}
  readonly #context: JsonObject | undefined
  readonly #role: string | undefined

  /**
   * @param context - Stands in for the context object of the execution.
   * @param role - The role's ARN; null in the context object where there is none.
   */
  constructor(context: JsonObject | undefined, role: string | undefined) {
    this.#context = context
    this.#role = role
  }

  /** Notes what a stage came to, and answers it. */
  note(stage: Stage, value: Json): Json {
    this.seen[stage] = value
    return value
  }

  /** A template that reads this test's context object, and notes its value where a stage is named. */
  through(template: Template, stage?: Stage): Template {
    return (scope) => {
      const value = template(this.#view(scope))
      return stage === undefined ? value : this.note(stage, value)
    }
  }

  /** The same for a field that may be absent. */
  maybe(template: Template | undefined): Template | undefined {
    return template === undefined ? undefined : this.through(template)
  }

  #view(scope: Scope): Scope {
    return {
      input: scope.input,
      result: scope.result,
      errorOutput: scope.errorOutput,
      nowMs: scope.nowMs,
      seed: scope.seed,
      context: () => this.#contextOf(scope),
      variable: (name) => scope.variable(name),
    }
  }

  /** A test has no redrive; an item is known only here. */
  #contextOf(scope: Scope): Json {
    const own = scope.context() as JsonObject // the core builds an object
    if (this.#context !== undefined) return own.Map === undefined ? this.#context : { ...this.#context, Map: own.Map }
    const { RedriveCount: _, ...execution } = own.Execution as JsonObject // so is this member
    return { ...own, Execution: { ...execution, RoleArn: this.#role ?? null } }
  }
}
