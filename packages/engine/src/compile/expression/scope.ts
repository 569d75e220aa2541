import type { Expression } from "@stepwright/dsl"

import { binding, type Code, code, operand } from "./code.ts"
import type { Resolve } from "./lowered.ts"

/** What an expression is lowered in. */
export interface Scope {
  readonly resolve: Resolve
  /** Parameters of the functions around, by the tree's name. */
  readonly parameters: ReadonlyMap<string, Code>
  /** A variable name (with `$`) that nothing else in the expression uses. */
  readonly fresh: (word: string) => string
  readonly lower: (expression: Expression, scope: Scope) => Code
}

/** Gives out variable names: `$item`, `$item2`, … that are not `taken`. */
export function freshNames(taken: ReadonlySet<string>): (word: string) => string {
  const used = new Set(taken)
  return (word) => {
    let name = `$${word}`
    for (let count = 2; used.has(name); count++) name = `$${word}${count}`
    used.add(name)
    return name
  }
}

/** Every variable that some JSONata mentions, with `$`. */
export function variablesIn(text: string): readonly string[] {
  return text.match(/\$[\p{L}\p{N}_$]*/gu) ?? []
}

/** True for a variable or a plain path from one: cheap to write twice, and the start of a longer path. */
export function isPath(text: string): boolean {
  return /^\$[\p{L}\p{N}_$]*(?:\.(?:[A-Za-z_]\w*|`[^`]*`)|\[-?\d+\])*$/u.test(text)
}

/** A variable. */
export function variable(name: string, from: Pick<Code, "shape" | "bound">): Code {
  return code({ text: name, shape: from.shape, bound: from.bound, simple: true })
}

/** Uses a value more than once: as it stands where that is cheap, else bound to a variable in a block. */
export function withValue(value: Code, scope: Scope, word: string, use: (value: Code) => Code): Code {
  if (value.simple) return use(value)
  const name = scope.fresh(word)
  const { sound, ...inner } = use(variable(name, value))
  return {
    ...inner,
    text: `(${name} := ${operand(value, binding.conditional)}; ${inner.text})`,
    binding: binding.path,
    ...soundInBlock(name, value, { ...inner, ...(sound === undefined ? {} : { sound }) }),
    simple: false,
  }
}

function soundInBlock(name: string, value: Code, inner: Code): Pick<Code, "throws" | "sound"> {
  if (!value.throws && !inner.throws) return { throws: false }
  const own =
    inner.sound === undefined ? undefined : `(${name} := ${operand(value, binding.conditional)}; ${inner.sound})`
  if (!value.throws) return own === undefined ? { throws: true } : { throws: true, sound: own }
  if (value.sound === undefined) return { throws: true }
  if (!inner.throws) return { throws: true, sound: value.sound }
  return own === undefined ? { throws: true } : { throws: true, sound: `(${value.sound} and ${own})` }
}
