import type { Expression, Origin } from "@stepwright/dsl"

import { functions } from "./functions.ts"
import { noValue, stepInto, textOf, type Value } from "./value.ts"

/** Gives an expression its value. */
export type Evaluate = (expression: Expression, resolve: (origin: Origin) => Value) => Value

/**
 * The meaning of an expression, by `docs/expressions.md` and by nothing else.
 * @throws {Failure} where it has none
 */
export const evaluate: Evaluate = (expression, resolve) => {
  const valueOf = (part: Expression): Value => evaluate(part, resolve)
  switch (expression.kind) {
    case "literal":
      return expression.value
    case "reference":
      return expression.path.reduce<Value>(stepInto, resolve(expression.of))
    case "object": {
      const fields = expression.fields.map(({ key, value }) => [key, valueOf(value)] as const)
      return Object.fromEntries(fields.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
    }
    case "array":
      return expression.items.map((item) => valueOf(item) ?? null)
    case "text":
      return expression.parts.map((part) => (typeof part === "string" ? part : textOf(valueOf(part)))).join("")
    case "call":
      return applied(expression, resolve)
    case "function":
    case "jsonata":
      return noValue(`${expression.kind} is not written here`)
  }
}

function applied({ fn, args }: Extract<Expression, { kind: "call" }>, resolve: (origin: Origin) => Value): Value {
  const argument = (index: number): Expression => args[index] ?? { kind: "literal", value: null }
  const meaning = Object.hasOwn(functions, fn) ? functions[fn] : undefined
  if (meaning === undefined) throw new Error(`The meaning of ${fn} is not written here.`)
  return meaning({
    count: args.length,
    value: (index) => evaluate(argument(index), resolve),
    apply: (index, ...values) => {
      const body = argument(index)
      if (body.kind !== "function") throw new Error(`${fn} is given no function.`)
      return evaluate(body.body, (origin) => {
        const at = origin.from === "parameter" ? body.parameters.indexOf(origin.parameter) : -1
        return at < 0 ? resolve(origin) : values[at]
      })
    },
  })
}
