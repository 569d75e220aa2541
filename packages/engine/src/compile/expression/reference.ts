import type { ReferenceExpression } from "@stepwright/dsl"

import { binding, type Code, code, operand } from "./code.ts"
import { fieldName } from "./quote.ts"
import { isPath, type Scope, withValue } from "./scope.ts"
import { isOnly, mayBe, stepShape } from "./shape-facts.ts"

/** A path into a value. */
export function lowerReference(reference: ReferenceExpression, scope: Scope): Code {
  const { of, path, shape } = reference
  const parameter = of.from === "parameter" ? scope.parameters.get(of.parameter) : undefined
  if (parameter !== undefined) return path.reduce((value, key) => step(value, key, scope), parameter)
  const field = fieldAlone(reference, scope)
  if (field !== undefined) return path.slice(1).reduce((value, key) => step(value, key, scope), field)
  const start = startOf(scope.resolve(of))
  const known =
    path.length === 0 && shape.type !== "unknown"
      ? shape
      : (scope.resolve.shapeOf?.(of) ?? (path.length === 0 ? shape : undefined))
  if (known !== undefined) return path.reduce((value, key) => step(value, key, scope), { ...start, shape: known })
  // A path whose end is typed was declared all the way.
  const trusted = shape.type !== "unknown" || shape.values !== undefined
  if (!trusted) return path.reduce((value, key) => step(value, key, scope), start)
  const text = path.reduce<string>(
    (text, key) => text + (typeof key === "number" ? `[${key}]` : `.${fieldName(key)}`),
    operand(start, binding.path),
  )
  return code({ text, shape, binding: path.length === 0 ? start.binding : binding.path, simple: start.simple })
}

function fieldAlone({ of, path: [first] }: ReferenceExpression, { resolve }: Scope): Code | undefined {
  if (typeof first !== "string") return undefined
  const whole = resolve.shapeOf?.(of)
  const text = resolve.fieldOf?.(of, first)
  return whole === undefined || text === undefined ? undefined : { ...startOf(text), shape: stepShape(whole, first) }
}

function startOf(text: string): Code {
  const path = isPath(text)
  return code({
    text,
    shape: { type: "unknown" },
    binding: path ? binding.path : binding.conditional,
    simple: path,
  })
}

/**
 * One step of a path. JSONata's paths map over arrays and take any value for a list of one; ours do neither, so a step
 * from a value that might be of the wrong kind looks first.
 */
export function step(value: Code, key: string | number, scope: Scope): Code {
  const shape = stepShape(value.shape, key)
  const field = (of: Code): string => `${operand(of, binding.path)}.${fieldName(String(key))}`
  const index = (of: Code): string => `${operand(of, binding.path)}[${key}]`
  if (!mayBe(value.shape, "array")) return code({ text: field(value), shape, of: [value], simple: value.simple })
  if (typeof key === "number" && isOnly(value.shape, "array"))
    return code({ text: index(value), shape, of: [value], simple: value.simple })
  return withValue(value, scope, "v", (of) => {
    const test =
      typeof key === "string"
        ? `$type(${of.text}) = 'object' ? ${field(of)}`
        : `$type(${of.text}) = 'array' ? ${index(of)}`
    const text = typeof key === "number" && mayBe(of.shape, "object") ? `${test} : ${field(of)}` : test
    return code({ text, shape, binding: binding.conditional, of: [of] })
  })
}
