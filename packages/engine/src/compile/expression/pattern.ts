/**
 * A regular expression as a JSONata literal. JSONata finds its end by counting brackets and looking one character back,
 * so brackets that do not group are escaped, and so is a backslash. No `${` or `%}` stays in it.
 */
export function pattern(source: string, flags: string): string {
  let text = ""
  let inClass = false
  for (let at = 0; at < source.length; at++) {
    const [piece, length] = pieceAt(source, at, inClass)
    if (piece === "[" && !inClass) inClass = true
    else if (piece === "]" && inClass) inClass = false
    text += piece
    at += length - 1
  }
  return `/${text}/${flags}`
}

/** What is written for the source's next piece, and how long that piece is. */
function pieceAt(source: string, at: number, inClass: boolean): readonly [string, number] {
  const unit = source.charAt(at)
  if (unit === "\\") {
    const escaped = source.charAt(at + 1)
    return escaped === "\\" ? [String.raw`\x5c`, 2] : [unit + escaped, 2]
  }
  if (inClass) return ["(", ")", "[", "{", "}", "/"].includes(unit) ? [`\\${unit}`, 1] : [unit, 1]
  if (unit === "{") {
    const quantifier = /^\{\d+(?:,\d*)?\}/.exec(source.slice(at))?.[0]
    return quantifier === undefined ? [String.raw`\{`, 1] : [quantifier, quantifier.length]
  }
  if (unit === "}" || unit === "]" || unit === "/") return [`\\${unit}`, 1]
  return [unit, 1]
}
