import { isIdentifier } from "./names.ts"
import { quoted } from "./quoted.ts"
import type { Reads } from "./reads.ts"

/** The zod schema of a value on one line, from what is read of it; undefined where it is only read whole. */
export function schemaText({ fields, types }: Reads): string | undefined {
  if (fields.size > 0) {
    const members = [...fields].map(([name, reads]) => `${keyOf(name)}: ${schemaText(reads) ?? "z.unknown()"}`)
    return `z.object({ ${members.join(", ")} })`
  }
  const [type, ...more] = types
  if (type === undefined) return undefined
  // What one reader takes for a number and another for text is neither.
  if (more.length > 0) return "z.unknown()"
  return type === "array" ? "z.array(z.unknown())" : `z.${type}()`
}

/** The same with a line for each field, and for each of theirs where they do not fit. */
export function brokenSchema(reads: Reads, indent: string, width: number): string {
  const deeper = `${indent}  `
  const lines = [...reads.fields].map(([name, inner]) => {
    const line = `${deeper}${keyOf(name)}: ${schemaText(inner) ?? "z.unknown()"},\n`
    if (line.length <= width + 1 || inner.fields.size === 0) return line
    return `${deeper}${keyOf(name)}: ${brokenSchema(inner, deeper, width)},\n`
  })
  return `z.object({\n${lines.join("")}${indent}})`
}

function keyOf(name: string): string {
  return isIdentifier(name) ? name : quoted(name)
}
