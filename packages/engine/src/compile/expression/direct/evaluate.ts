import type { Expression, FunctionExpression, Origin } from "@stepwright/dsl"

import { compileProgram } from "../../../query/jsonata/program.ts"
import { functions } from "./functions.ts"
import { fail, stepOf, textOf, type Value } from "./value.ts"

/** What an evaluation is given. */
export interface Surroundings {
  readonly resolve: (origin: Origin) => Value
  readonly nowMs: number
  readonly uuid: string
}

/** What a function of the table is given. */
export interface Called extends Surroundings {
  readonly args: readonly Expression[]
  /** An argument's value. */
  readonly value: (index: number) => Value
  /** All arguments' values. */
  readonly values: () => readonly Value[]
  /** Applies the function argument. */
  readonly apply: (index: number, values: readonly Value[]) => Value
}

type Parameters = ReadonlyMap<string, Value>

/**
 * The meaning of an expression, in plain TypeScript: what every lowering must come to. The tests compare with it.
 * @throws {ExpressionFailure} where the expression has no value.
 */
export function evaluateExpression(expression: Expression, surroundings: Surroundings): Value {
  return evaluate(expression, surroundings, new Map())
}

function evaluate(expression: Expression, surroundings: Surroundings, parameters: Parameters): Value {
  const valueOf = (part: Expression): Value => evaluate(part, surroundings, parameters)
  switch (expression.kind) {
    case "literal":
      return expression.value
    case "reference": {
      const { of, path } = expression
      const start = of.from === "parameter" ? parameters.get(of.parameter) : surroundings.resolve(of)
      return path.reduce<Value>(stepOf, start)
    }
    case "object": {
      const entries = expression.fields.map(({ key, value }) => [key, valueOf(value)] as const)
      return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
    }
    case "array":
      return expression.items.map((item) => valueOf(item) ?? null)
    case "text":
      return expression.parts.map((part) => printed(typeof part === "string" ? part : valueOf(part))).join("")
    case "jsonata":
      return evaluateSource(
        expression.source,
        Object.entries(expression.captures).map(([name, value]) => [name, valueOf(value)] as const),
        surroundings,
      )
    case "function":
      return fail("a function is no value")
    case "call": {
      const { args } = expression
      const fn = Object.hasOwn(functions, expression.fn) ? functions[expression.fn] : undefined
      if (fn === undefined) return fail(`unknown function ${expression.fn}`)
      return fn({
        ...surroundings,
        args,
        value: (index) => valueAt(args[index], valueOf),
        values: () => args.map(valueOf),
        apply: (index, values) => {
          const body = args[index]
          if (body?.kind !== "function") return fail("a function is wanted")
          return evaluate(body.body, surroundings, withValues(parameters, body, values))
        },
      })
    }
  }
}

function valueAt(arg: Expression | undefined, valueOf: (part: Expression) => Value): Value {
  return arg === undefined ? fail("too few arguments") : valueOf(arg)
}

function withValues(
  parameters: Parameters,
  { parameters: names }: FunctionExpression,
  values: readonly Value[],
): Parameters {
  return new Map([...parameters, ...names.map((name, at) => [name, values[at]] as const)])
}

function printed(value: Value): string {
  return value === undefined ? "" : textOf(value)
}

function evaluateSource(
  source: string,
  captures: readonly (readonly [string, Value])[],
  { nowMs }: Surroundings,
): Value {
  const bound = new Map(captures)
  try {
    const value = compileProgram(source).evaluate(undefined, {
      outside: (name) => bound.get(name),
      nowMs,
      seed: () => "direct",
    })
    return value as Value // JSON, or nothing
  } catch {
    return fail(source)
  }
}
