import { currentTracing } from "../scope/tracing.ts"
import type { CallData, Expression, Shape } from "../tree/index.ts"
import type { Task } from "./task.ts"
import type { Workflow } from "../workflow/workflow.ts"

declare const resultType: unique symbol
declare const inputType: unique symbol

/**
 * A call that has not been placed: give it to `w.run`, return it from a body, or use it as a branch. `O` is its result,
 * `I` its input. One that is left lying about is reported as `CALL_NOT_RUN`.
 */
export interface Call<O = unknown, I = unknown> {
  readonly [resultType]: O
  readonly [inputType]?: I
}

/** What a call is made of. */
export interface CallParts {
  /** The step's name unless the author gives one. */
  readonly name: string
  /** Of the result. */
  readonly shape: Shape
  readonly data: CallData
  /** Whose call it is. */
  readonly task?: Task
  readonly workflow?: Workflow
}

const calls = new WeakMap<object, CallParts>()

/** A call of these parts, remembered by the definition at hand until it is placed. */
export function makeCall<O, I>(parts: CallParts): Call<O, I> {
  const call = Object.freeze({}) as Call<O, I> // opaque: its parts stand in the map
  calls.set(call, parts)
  currentTracing()?.pendingCalls.set(call, { name: parts.name, at: parts.data.at })
  return call
}

/** Lets a value that is already something else stand for a call too. */
export function alsoCall(value: object, parts: CallParts): void {
  calls.set(value, parts)
}

/** The parts of a call, or undefined for any other value. */
export function callParts(value: unknown): CallParts | undefined {
  return (typeof value === "object" && value !== null) || typeof value === "function" ? calls.get(value) : undefined
}

/** What a call is given. */
export function inputOf(call: CallData): Expression {
  switch (call.kind) {
    case "task":
    case "workflow":
      return call.input
    case "event":
      return call.detail
    case "service":
      return call.arguments
  }
}
