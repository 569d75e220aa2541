import type { z } from "zod"

import type { Expr, Input, Resolved } from "../expr/expr.ts"
import type { EventCall } from "../integration/event.ts"
import type { Call } from "../task/call.ts"
import type { Duration } from "../task/duration.ts"
import type { AslOptions, EmbeddedStates } from "./asl.ts"
import type { Attempt } from "./attempt.ts"
import type { Branch, BranchResult, Handlers, OwnResult } from "./branch.ts"
import type { CallbackOptions } from "./callback.ts"
import type { Step, StartedExecution } from "./child.ts"
import type { Attempted } from "./compensation.ts"
import type { ComputeOptions } from "./compute.ts"
import type { BatchOptions, EachCompensate, EachOptions } from "./each.ts"
import type { Cases, Exhaustive, FieldCases, NoOthers, TagOf } from "./match.ts"
import type { CarryOptions, PollOptions } from "./repeat.ts"
import type { StepOptions } from "./run-step.ts"
import type { When } from "./when.ts"
import type { Workflow } from "./workflow.ts"
import type { Schema } from "../task/schema.ts"

/**
 * What a body writes its steps with, in order. `Return` is what `w.return` takes: the workflow's output; in a branch of
 * `all` or `each` what you annotate, as in `(w: Builder<Outcome>) => …`, else nothing can be returned early there.
 */
export interface Builder<Return = never> {
  /** Runs one call and gives its result. */
  run<O, I>(call: Call<O, I>, options?: StepOptions<O, I> & { readonly catch?: never }): Expr<O>
  /**
   * Runs one call and gives its result.
   * @param options - `catch` handles its failures, as `attempt` does.
   */
  run<O, I, H extends Handlers<Return>>(
    call: Call<O, I>,
    options: StepOptions<O, I> & { readonly catch: H },
  ): Expr<O | BranchResult<H[keyof H]>>

  /** Runs branches at once; gives a record or a tuple of what they come to. The first failure stops the others. */
  all<const B extends Readonly<Record<string, Branch<never>>> | readonly Branch<never>[]>(
    branches: B,
    options?: { readonly name?: string },
  ): Expr<{ -readonly [K in keyof B]: OwnResult<B[K]> }>

  /**
   * Runs a body for each item, or for each batch of them, and gives the results in the items' order; over an object, a
   * record by the same keys.
   */
  each<T, R, Early = never>(
    items: Expr<readonly T[]> | readonly (T | Expr<T>)[],
    body: (item: Expr<T>, w: Builder<Early>, index: Expr<number>) => R,
    options?: EachOptions & { readonly batch?: never } & EachCompensate<R>,
  ): Expr<(BranchResult<() => R> | Early)[]>
  each<T, R, Early = never>(
    items: Expr<readonly T[]> | readonly (T | Expr<T>)[],
    body: (batch: Expr<T[]>, w: Builder<Early>, index: Expr<number>) => R,
    options: EachOptions & BatchOptions & EachCompensate<R>,
  ): Expr<(BranchResult<() => R> | Early)[]>
  each<T extends object, R, Early = never>(
    items: Expr<T>,
    body: (item: Expr<T[keyof T]>, w: Builder<Early>, key: Expr<string>) => R,
    options?: EachOptions & EachCompensate<R>,
  ): Expr<{ [K in keyof T]: BranchResult<() => R> | Early }>

  /** Takes the body where the condition holds. `.otherwise` gives what the taken branch comes to. */
  when<B extends Branch<Return>>(
    condition: Expr<boolean>,
    body: B,
    options?: { readonly name?: string },
  ): When<B, Return>
  /** Takes the body where an optional value is there and not null, and gives it the value. */
  whenPresent<T, B extends Branch<Return, [value: Expr<NonNullable<T>>]>>(
    value: Expr<T>,
    body: B,
    options?: { readonly name?: string },
  ): When<B, Return>

  /** Takes the case of a value: one for each value that it can have. Each body is given the value, narrowed. */
  match<T extends string | number | boolean, C extends Cases<T, Return>>(
    value: Expr<T>,
    cases: C,
    ...none: Exhaustive<C, `${T}`>
  ): Expr<BranchResult<C[keyof C]>>
  /** Takes the case of a value, or the default. */
  match<T extends string | number | boolean, C extends Partial<Cases<T, Return>>, D extends Branch<Return>>(
    value: Expr<T>,
    cases: C,
    otherwise: D,
    ...none: NoOthers<C, `${T}`>
  ): Expr<BranchResult<C[keyof C]> | BranchResult<D>>
  /** Takes the case of a union's tag: one for each member. Each body is given the value, narrowed to its member. */
  match<T extends object, K extends keyof T & string, C extends FieldCases<T, K, Return>>(
    value: Expr<T>,
    tag: K,
    cases: C,
    ...none: Exhaustive<C, TagOf<T, K>>
  ): Expr<BranchResult<C[keyof C]>>
  match<
    T extends object,
    K extends keyof T & string,
    C extends Partial<FieldCases<T, K, Return>>,
    D extends Branch<Return>,
  >(
    value: Expr<T>,
    tag: K,
    cases: C,
    otherwise: D,
    ...none: NoOthers<C, TagOf<T, K>>
  ): Expr<BranchResult<C[keyof C]> | BranchResult<D>>

  /** Repeats a body that carries a value from pass to pass; gives the last. */
  repeat<V>(
    body: (w: Builder<Return>, carried: Expr<Resolved<V>>) => NoInfer<Input<Resolved<V>> | Call<Resolved<V>>>,
    options: CarryOptions<V>,
  ): Expr<Resolved<V>>
  /** Repeats a body until what it comes to satisfies; gives the last. */
  repeat<R>(body: (w: Builder<Return>) => R, options: PollOptions<R>): Expr<BranchResult<() => R>>

  /** Waits. A number counts seconds, whole ones. */
  sleep(time: Duration | number | Expr<number>, options?: { readonly name?: string }): void
  /** Waits until an instant: ISO-8601 text. */
  sleepUntil(instant: string | Expr<string>, options?: { readonly name?: string }): void

  /** Hands out a task token and waits until somebody answers it: the answer is the result. */
  callback<A extends Schema>(
    call: (given: { readonly token: Expr<string> }) => Call,
    options: CallbackOptions<A>,
  ): Expr<z.output<A>>

  /** Tries a body; `.catch` handles its failures by error name. Compensates nothing. */
  attempt<B extends Branch<Return>>(body: B, options?: { readonly name?: string }): Attempt<B, Return>

  /** Fails the workflow, or what the enclosing attempt tries. Compensates first, in a saga. */
  fail(
    error: string | Expr<string>,
    cause?: string | Expr<string> | Expr<string | undefined>,
    options?: { readonly name?: string },
  ): never
  /** Ends the workflow with a value; in a branch of `all` or `each` that branch only. */
  return(value: [Return] extends [never] ? never : Input<Return>, options?: { readonly name?: string }): never

  /** Compensates what its body attempted when that fails, then fails with the same error. */
  saga<B extends Branch<Return>>(body: B, options?: { readonly name?: string }): Expr<BranchResult<B>>
  /** The point of no return: before it a failure compensates, after it the workflow only goes forward. */
  pivot<O, I>(call: Call<O, I>, options?: PivotOptions<O, I>): Expr<O>

  /** Runs a child workflow and gives its result. A step already, unless it is used as a branch or given to `w.run`. */
  call<I, O>(child: Workflow<I, O>): (input: Input<I>) => Step<O, I>
  /** Starts a child workflow and goes on. */
  start<I, O>(child: Workflow<I, O>): (input: Input<I>) => Step<StartedExecution, I>

  /**
   * Computes a value where it stands, once: what reads it later does not evaluate it again, and where it fails it fails
   * here, be it read or not. An expression elsewhere is evaluated where it is used.
   */
  compute<V>(value: V, options?: ComputeOptions): Expr<Resolved<V>>
  /**
   * Embeds states of the Amazon States Language as they are, and gives what the last of them gives. Where one of them ends
   * (`End`, `Succeed`, a `Next` to none of them) the next step follows. Not inside an `attempt` or a saga.
   */
  asl(states: EmbeddedStates, options?: AslOptions): Expr<unknown>

  /** Publishes an event. */
  emit(call: EventCall, options?: StepOptions): void
}

/** How a pivot is run. */
export interface PivotOptions<O, I> extends Omit<StepOptions<O, I>, "compensate"> {
  /** Asked where the pivot's outcome is unknown: a task that changes nothing and says what happened. */
  readonly probe?: (step: Attempted<I>) => Call<Probed<O>>
}

/** What a pivot's probe found. */
export type Probed<O> =
  | { readonly outcome: "applied"; readonly result: O }
  | { readonly outcome: "notApplied" }
  | { readonly outcome: "unknown" }
