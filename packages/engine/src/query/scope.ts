import type { Json } from "../asl/json.ts"

/** Says that the context object has no such member. */
export const absent: unique symbol = Symbol("absent")

/**
 * What an expression may read while one field of one state is evaluated.
 *
 * The same scope serves both query languages. Nothing in it performs I/O, reads a clock or draws chance: time is the
 * time of the fact that triggered the transition, and chance is derived from {@link Scope.seed}.
 */
export interface Scope {
  /** `$states.input` in JSONata; `$` in JSONPath. */
  readonly input: Json
  /** `$states.result`; absent where the field may not read it. */
  readonly result?: Json | undefined
  /** `$states.errorOutput`; only in a Catcher's `Assign` and `Output`. */
  readonly errorOutput?: Json | undefined
  /** The context object (`$states.context`, `$$`). Built on the first call only. */
  context(): Json
  /**
   * One member of one section of the context object, `Execution.Id`, without building the whole of it; {@link absent}
   * where there is none, undefined where only {@link context} tells.
   */
  contextField?(section: string, name: string): Json | typeof absent | undefined
  /** A workflow variable by name without `$`, or undefined where none of that name is visible. */
  variable(name: string): Json | undefined
  /** Milliseconds since 1970: what `$now()` and `$millis()` answer, constant within one transition. */
  readonly nowMs: number
  /**
   * Names this evaluation for the pseudo-random function behind `$random`, `$uuid`, `States.UUID` and
   * `States.MathRandom`: execution seed, frame, state sequence, attempt and field path. The evaluator appends the
   * call's index within the expression, so a replay draws the same values.
   */
  readonly seed: string
}

/**
 * A payload template, compiled once per plan and evaluated often.
 * @throws {QueryError} where an expression fails.
 */
export type Template = (scope: Scope) => Json
