/**
 * A JSONata string literal. Nothing that a tool could read as a deployment substitution (`${Name}`) or as the ends of
 * an expression (`{%`, `%}`) stays readable in it. Single quotes where possible: the plan is JSON.
 */
export function quote(text: string): string {
  const delimiter = text.includes("'") ? '"' : "'"
  let body = ""
  for (let at = 0; at < text.length; at++) body += escaped(text, at, delimiter)
  return delimiter + body + delimiter
}

const named: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
}

function escaped(text: string, at: number, delimiter: string): string {
  const unit = text.charAt(at)
  const next = text.charAt(at + 1)
  if (unit === delimiter) return `\\${unit}`
  const short = named[unit]
  if (short !== undefined) return short
  const interpreted = (unit === "$" && next === "{") || (unit === "%" && (next === "}" || text.charAt(at - 1) === "{"))
  return interpreted || !isPrintable(text, at) ? hex(unit) : unit
}

/** False for control characters, line separators and halves of a surrogate pair that stand alone. */
function isPrintable(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit === 0x2028 || unit === 0x2029 || unit === 0xfeff)
    return false
  if (unit >= 0xd800 && unit < 0xdc00) return isLow(text.charCodeAt(at + 1))
  if (isLow(unit)) return at > 0 && text.charCodeAt(at - 1) >= 0xd800 && text.charCodeAt(at - 1) < 0xdc00
  return true
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

function hex(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
}

// JSONata reads these as values or operators, even after a dot.
const words: ReadonlySet<string> = new Set(["true", "false", "null", "and", "or", "in", "function"])

/** A field's name as a step of a path: bare where JSONata allows it. */
export function fieldName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !words.has(name)) return name
  const quoted = quote(name)
  return /^'[^\\`]*'$/.test(quoted) && name !== "" ? `\`${name}\`` : quoted
}
