/** A text as a code span in a cell of a Markdown table: its fence is longer than any run of backticks within. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = "`".repeat(longest + 1)
  const pad = /^`|`$/.test(text) ? " " : ""
  return `${fence}${pad}${text}${pad}${fence}`.replaceAll("|", "\\|")
}
