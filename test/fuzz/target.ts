import type * as fc from "fast-check"

/** What a case came to: taken, or refused with a code. Whatever it throws is a failure. */
export type Ending = { readonly taken: true } | { readonly refused: string }

/** Something that takes input from outside, and inputs for it. */
export interface Target<T = unknown> {
  readonly name: string
  readonly about: string
  readonly inputs: fc.Arbitrary<T>
  /** @throws {Error} where it breaks: an exception of no kind, a refusal without a code, an answer that makes no sense. */
  readonly run: (input: T) => Ending
}

/** A refusal, which must have a code. */
export function refusal(code: unknown, told: unknown): Ending {
  if (typeof code === "string" && code !== "") return { refused: code }
  throw new Error(`a refusal without a code: ${JSON.stringify(told)?.slice(0, 500)}`)
}
