import type {
  CallExpression,
  Expression,
  FunctionExpression,
  JsonataExpression,
  ObjectExpression,
  TextExpression,
} from "@stepwright/dsl"

import { InvariantError } from "../../errors.ts"
import { binding, type Code, code, numberBound, operand } from "./code.ts"
import { joinedText } from "./joined-text.ts"
import { arrayOf, asList } from "./list.ts"
import { literal } from "./literal.ts"
import type { Resolve } from "./lowered.ts"
import { quote } from "./quote.ts"
import { lowerReference } from "./reference.ts"
import { freshNames, type Scope, variable, variablesIn } from "./scope.ts"
import { table } from "./table.ts"

/** An expression as JSONata, for use inside more of it. */
export function lower(expression: Expression, resolve: Resolve): Code {
  return lowerIn(expression, scopeOf(expression, resolve))
}

/** An expression where a list is wanted; see {@link asList}. */
export function lowerList(expression: Expression, resolve: Resolve): Code {
  const scope = scopeOf(expression, resolve)
  return asList(lowerIn(expression, scope), scope)
}

function scopeOf(expression: Expression, resolve: Resolve): Scope {
  return { resolve, parameters: new Map(), fresh: freshNames(takenNames(expression, resolve)), lower: lowerIn }
}

function lowerIn(expression: Expression, scope: Scope): Code {
  switch (expression.kind) {
    case "literal":
      return literal(expression.value)
    case "reference":
      return lowerReference(expression, scope)
    case "object":
      return lowerObject(expression, scope)
    case "array":
      return arrayOf(
        expression.items.map((item) => lowerIn(item, scope)),
        scope,
      )
    case "call":
      return lowerCall(expression, scope)
    case "function":
      return lowerFunction(expression, scope)
    case "text":
      return lowerText(expression, scope)
    case "jsonata":
      return lowerJsonata(expression, scope)
  }
}

/** One constructor: it drops the fields whose values are absent. */
function lowerObject({ fields }: ObjectExpression, scope: Scope): Code {
  const lowered = fields.map(({ key, value }) => ({ key, value: lowerIn(value, scope) }))
  return code({
    text: `{${lowered.map(({ key, value }) => `${quote(key)}: ${value.text}`).join(", ")}}`,
    shape: { type: "object", fields: Object.fromEntries(lowered.map(({ key, value }) => [key, value.shape])) },
    binding: binding.constructor,
    of: lowered.map(({ value }) => value),
  })
}

function lowerCall(call: CallExpression, scope: Scope): Code {
  const lowering = Object.hasOwn(table, call.fn) ? table[call.fn] : undefined
  if (lowering === undefined) throw new InvariantError(`the expression function ${call.fn} has no lowering`)
  return lowering(call.args, scope)
}

/** A function that stands alone: of its parameters nothing is known. */
function lowerFunction({ parameters, body }: FunctionExpression, scope: Scope): Code {
  const unknown = { shape: { type: "unknown" as const }, bound: numberBound }
  const bound = parameters.map((parameter) => [parameter, variable(scope.fresh("p"), unknown)] as const)
  const inner = lowerIn(body, { ...scope, parameters: new Map([...scope.parameters, ...bound]) })
  return code({
    text: `function(${bound.map(([, { text }]) => text).join(", ")}){ ${inner.text} }`,
    shape: { type: "unknown" },
    fails: { throws: true },
  })
}

function lowerText({ parts }: TextExpression, scope: Scope): Code {
  return joinedText(parts.map((part) => (typeof part === "string" ? literal(part) : lowerIn(part, scope))))
}

/** The author's source, unchanged, in a block that binds its captures. */
function lowerJsonata({ source, captures, shape }: JsonataExpression, scope: Scope): Code {
  const bound = Object.entries(captures).map(([name, value]) => ({ name: `$${name}`, value: lowerIn(value, scope) }))
  const [alone] = bound
  // A capture alone is itself, of the kind that the author says.
  if (bound.length === 1 && alone?.name === source.trim()) return { ...alone.value, shape }
  const names = new Set(bound.map(({ name }) => name))
  // A binding must not hide what a later one reads; arguments are all evaluated outside.
  const hides = bound.some(({ value }) => variablesIn(value.text).some((name) => names.has(name)))
  const text = hides
    ? `function(${[...names].join(", ")}){ (${source}) }(${bound.map(({ value }) => value.text).join(", ")})`
    : `(${bound.map(({ name, value }) => `${name} := ${operand(value, binding.conditional)}; `).join("")}${source})`
  return code({ text, shape, fails: { throws: true }, of: bound.map(({ value }) => value), bound: Number.MAX_VALUE })
}

/** Variables that the expression gets from outside. */
function takenNames(expression: Expression, resolve: Resolve): ReadonlySet<string> {
  const taken = new Set<string>()
  visit(expression, (part) => {
    if (part.kind === "reference" && part.of.from !== "parameter")
      for (const name of variablesIn(resolve(part.of))) taken.add(name)
    if (part.kind === "jsonata") for (const name of variablesIn(part.source)) taken.add(name)
  })
  return taken
}

function visit(expression: Expression, see: (part: Expression) => void): void {
  see(expression)
  for (const part of partsOf(expression)) visit(part, see)
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "reference":
      return []
    case "object":
      return expression.fields.map((field) => field.value)
    case "array":
      return expression.items
    case "call":
      return expression.args
    case "function":
      return [expression.body]
    case "text":
      return expression.parts.filter((part) => typeof part !== "string")
    case "jsonata":
      return Object.values(expression.captures)
  }
}
