import type { Code } from "./code.ts"

/** Whether formatters break only the last of these arguments: a function, object or list that is unlike the one before. */
export function hugsLast(args: readonly Code[]): boolean {
  const [last, before] = [args.at(-1), args.at(-2)]
  return isBracketed(last) && !(before?.kind === last?.kind && isBracketed(before))
}

function isBracketed(code: Code | undefined): boolean {
  if (code?.kind === "arrow") return true
  return (code?.kind === "object" && code.fields.length > 0) || (code?.kind === "array" && code.items.length > 0)
}

/** Formatters never leave a list of several objects, or of several lists, on one line. */
export function mustBreak(items: readonly Code[]): boolean {
  return (
    items.length > 1 &&
    (items.every((item) => sizeAs("object", item) > 1) || items.every((item) => sizeAs("array", item) > 1))
  )
}

function sizeAs(kind: "object" | "array", code: Code): number {
  if (code.kind === "object") return kind === "object" ? code.fields.length : 0
  if (code.kind === "array") return kind === "array" ? code.items.length : 0
  if (code.kind !== "json" || typeof code.value !== "object" || code.value === null) return 0
  return Array.isArray(code.value) === (kind === "array") ? Object.keys(code.value).length : 0
}
