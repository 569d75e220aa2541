import { isDeepStrictEqual } from "node:util"

import { Extent } from "../../packages/engine/src/query/jsonata/extent.ts"
import { JsonataError } from "../../packages/engine/src/query/jsonata/jsonata-error.ts"
import { defaultLimits, type Limits } from "../../packages/engine/src/query/jsonata/meter.ts"
// The evaluator has no entry point of its own: states reach it through fields, which know no bare names.
import { compileProgram, type Program } from "../../packages/engine/src/query/jsonata/program.ts"
import { isFunctionValue, type Value } from "../../packages/engine/src/query/jsonata/value.ts"

/** What an expression came to: a value (undefined for nothing), or the code of its error. */
export type Outcome =
  | { readonly value: Value; readonly code?: never }
  | { readonly code: string; readonly token: string | undefined; readonly value?: never }

/** Evaluates an expression with our evaluator. Time is fixed; anything but an error of JSONata is thrown on. */
export function evaluateOurs(
  source: string,
  input: Value,
  bindings: Readonly<Record<string, Value>> = {},
  limits: Limits = defaultLimits,
): Outcome {
  try {
    return evaluateProgram(compileProgram(source), input, bindings, limits)
  } catch (error) {
    if (!(error instanceof JsonataError)) throw error
    return { code: error.code, token: error.token }
  }
}

/** As {@link evaluateOurs}, for a program that was compiled. */
export function evaluateProgram(
  program: Program,
  input: Value,
  bindings: Readonly<Record<string, Value>> = {},
  limits: Limits = defaultLimits,
): Outcome {
  try {
    const value = program.evaluate(input, {
      outside: (name) => (Object.hasOwn(bindings, name) ? bindings[name] : undefined),
      nowMs,
      seed: () => "seed",
      limits,
    })
    return { value: plain(value) }
  } catch (error) {
    if (!(error instanceof JsonataError)) throw error
    return { code: error.code, token: error.token }
  }
}

/** The time of every evaluation here: 2017-05-15T15:12:59.152Z. */
export const nowMs = 1_494_861_179_152

/** Whether two outcomes are the same JSON, functions and the order of keys left out of account. */
export function sameValue(left: Value, right: Value): boolean {
  return isDeepStrictEqual(plain(left), plain(right))
}

/**
 * A value without the marks that evaluators put on arrays, and with functions as one word.
 * @throws {JsonataError} where there is too much of it, as where a state's field takes it.
 */
export function plain(value: Value, extent: Extent = new Extent()): Value {
  if (typeof value === "function") return "<function>"
  if (typeof value === "number") return value === 0 ? 0 : value
  if (typeof value !== "object" || value === null) return value
  if (isFunction(value)) return "<function>"
  extent.enter(Object.keys(value).length)
  const copy = Array.isArray(value)
    ? value.map((item) => plain(item, extent))
    : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, extent)]))
  extent.leave()
  return copy
}

/** A function of ours, a lambda of the library, or a built-in or regular expression of the library. */
function isFunction(value: object): boolean {
  return isFunctionValue(value) || "_jsonata_lambda" in value || "_jsonata_function" in value || value instanceof RegExp
}
