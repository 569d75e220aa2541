import type { Expr, Resolved } from "../expr/expr.ts"
import type { Call } from "../task/call.ts"
import type { Builder } from "./builder.ts"

/** A branch: a call, or a body over the values that its construct provides. */
export type Branch<Return, Provided extends readonly unknown[] = []> =
  | Call
  | ((w: Builder<Return>, ...provided: Provided) => unknown)

/** What a body's returned value comes to: a call's result, null for none, the value of anything else. */
export type BodyResult<R> = [R] extends [never]
  ? never
  : R extends Call<infer O>
    ? O
    : R extends undefined | void
      ? null
      : Resolved<R>

/** What a branch comes to. */
export type BranchResult<B> =
  B extends Call<infer O> ? O : B extends (...args: never[]) => infer R ? BodyResult<R> : never

/** What a branch of `all` comes to: its result, or what it returns early. */
export type OwnResult<B> = BranchResult<B> | (B extends (...args: infer A) => unknown ? EarlyResult<A> : never)

type EarlyResult<A> = A extends readonly [Builder<infer Return>] ? Return : never

/** What an error handler is given: ASL's error output. `Cause` is text; for a task's failure JSON, see `parseJson`. */
export interface ErrorOutput {
  readonly Error: string
  readonly Cause?: string
}

/** Handlers by error name; `States.ALL` takes what is left. */
export type Handlers<Return> = Readonly<Record<string, Branch<Return, [error: Expr<ErrorOutput>]>>>
