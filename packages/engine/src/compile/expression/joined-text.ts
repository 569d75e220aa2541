import { binding, type Code, code, operand } from "./code.ts"
import { literal } from "./literal.ts"
import { isOnly } from "./shape-facts.ts"

/** Values one after the other as text; absent ones as nothing. */
export function joinedText(parts: readonly Code[]): Code {
  const [only] = parts
  if (only === undefined) return literal("")
  if (parts.length === 1 && isOnly(only.shape, "string") && only.shape.optional !== true) return only
  const texts = (parts.length === 1 ? [literal(""), only] : parts).map((part) => operand(part, binding.additive + 1))
  return code({ text: chain(texts, "&"), shape: { type: "string" }, binding: binding.additive, of: parts })
}

/** Operands of an associative operator; a long chain is halved, so that it nests less deeply. */
export function chain(operands: readonly string[], operator: string): string {
  if (operands.length <= 40) return operands.join(` ${operator} `)
  const middle = Math.ceil(operands.length / 2)
  return [operands.slice(0, middle), operands.slice(middle)]
    .map((half) => `(${chain(half, operator)})`)
    .join(` ${operator} `)
}
