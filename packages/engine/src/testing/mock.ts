import type { HandlerContext } from "../runtime/handler-context.ts"

declare const silent: unique symbol

/** What {@link never} is. */
export interface Never {
  readonly [silent]: true
}

/** A mock that never answers: the step's timeout has to end it. */
export const never: Never = Object.freeze({}) as Never // an object of its own, known by its identity

/** What a mock is told beside its input. */
export interface MockContext extends HandlerContext {
  /** Answers the token that was handed to this call. */
  readonly succeed: (output: unknown) => void
  /** Fails the token that was handed to this call. */
  readonly fail: (error: string, cause?: string) => void
}

/** Computes an answer, which may be {@link never}; what it throws fails the step. */
export type MockFunction = (input: never, context: MockContext) => unknown

/** One answer: a value, an error that is thrown, {@link never}, or a function. */
export type MockAnswer = MockFunction | Error | Never | MockValue

/** JSON, but no list: a list stands for the answers by attempt. A function may answer with a list. */
export type MockValue = null | boolean | number | string | { readonly [key: string]: unknown }

/** One answer for every attempt, or an answer for each attempt in turn, the last one for all that follow. */
export type Mock = MockAnswer | readonly MockAnswer[]

/** What a mock answers to one attempt. */
export function mockAnswer(mock: Mock, attempt: number): MockAnswer {
  if (!Array.isArray(mock)) return mock as MockAnswer // the other half of the union
  const answers = mock as readonly MockAnswer[] // likewise
  return answers[Math.min(attempt, answers.length) - 1] ?? null
}
