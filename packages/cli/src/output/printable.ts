/** A text that a terminal only shows: control characters, which could move its cursor or colour it, become `�`. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, "\uFFFD")
}

/** A text in one line of at most `width` characters. */
export function oneLine(text: string, width: number): string {
  const line = printable(text.replace(/\s+/g, " ").trim())
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`
}
