import type { Paint } from "./paint.ts"
import { printable } from "./printable.ts"

/** Named texts, a line or more each; those that are undefined are left out. */
export function fieldLines(
  fields: readonly (readonly [name: string, text: string | undefined])[],
  paint: Paint,
): string {
  return fields
    .filter(([, text]) => text !== undefined)
    .map(([name, text = ""]) => `${paint.dim(name.padEnd(12))} ${indented(text)}\n`)
    .join("")
}

function indented(text: string): string {
  return printable(text).replaceAll("\n", `\n${" ".repeat(13)}`)
}
