import type { Json } from "@stepwright/dsl"
import jsonata from "jsonata"

import { JsonataError } from "../../../query/jsonata/jsonata-error.ts"
import { compileProgram } from "../../../query/jsonata/program.ts"
import { FunctionValue } from "../../../query/jsonata/value.ts"
import { BeyondFifteenDigits, ExpressionFailure, type Value } from "./value.ts"

/** What an evaluation came to: JSON text, so that key order counts; `absent`, `fails`, or `unspecified`. */
export type Outcome = string

/** The variables that an expression reads, without `$`. */
export type Variables = Readonly<Record<string, Json>>

/** What `now()` answers in tests, in milliseconds. */
export const moment = 1_750_000_000_123
/** What `uuid()` answers in tests. */
export const someUuid = "8c1b3f1e-0000-4000-8000-000000000000"

/** The meaning's outcome. */
export function meant(evaluate: () => Value): Outcome {
  try {
    return outcomeOf(evaluate())
  } catch (error) {
    if (error instanceof ExpressionFailure) return "fails"
    if (error instanceof BeyondFifteenDigits) return "unspecified"
    throw error
  }
}

/** Our evaluator's. */
export function ours(text: string, variables: Variables): Outcome {
  const program = compileProgram(text)
  try {
    const outside = (name: string): unknown =>
      name === "uuid" ? uuid : Object.hasOwn(variables, name) ? variables[name] : undefined
    return outcomeOf(program.evaluate(undefined, { nowMs: moment, outside, seed: () => "seed" }))
  } catch (error) {
    if (error instanceof JsonataError) return "fails"
    throw error
  }
}

const uuid = new FunctionValue(0, undefined, () => someUuid)

/** The library's, with the functions that Step Functions adds. */
export async function theirs(text: string, variables: Variables): Promise<Outcome> {
  const expression = jsonata(text)
  expression.registerFunction("uuid", () => someUuid)
  expression.registerFunction("now", () => new Date(moment).toISOString())
  expression.registerFunction("millis", () => moment)
  expression.registerFunction("parse", (json: unknown) =>
    typeof json === "string" ? (JSON.parse(json) as unknown) : undefined,
  )
  try {
    return outcomeOf(await expression.evaluate(undefined, structuredClone(variables)))
  } catch {
    return "fails"
  }
}

/** Numbers that JSON lacks are what no expression should come to. */
function outcomeOf(value: unknown): Outcome {
  if (value === undefined) return "absent"
  let finite = true
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "number" && !Number.isFinite(part)) finite = false
    return part
  })
  return finite ? text : "fails"
}
