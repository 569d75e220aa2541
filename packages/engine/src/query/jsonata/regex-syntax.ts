/** What `\s` matches in JavaScript, as the inside of a class. */
const space = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
const notSpace = String.raw`\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`
const anyCharacter = String.raw`[\x{0}-\x{10ffff}]`
const noCharacter = String.raw`[^\x{0}-\x{10ffff}]`
/** `.` stops at each of JavaScript's line ends. */
const dot = String.raw`[^\n\r\x{2028}\x{2029}]`

/**
 * Rewrites a JavaScript regular expression (without the `u` flag) in RE2's syntax, so that both match the same: other
 * escapes, other white space, other line ends, and `[` in a class. A back-reference stays, for RE2 to refuse. What is left
 * different: RE2 counts code points where JavaScript counts UTF-16 units, and folds the case of a few letters more.
 */
export function toRe2(source: string): string {
  const groups = countGroups(source)
  let result = ""
  let inClass = false
  for (let at = 0; at < source.length;) {
    const [length, text] = tokenAt(source, at, inClass, groups)
    if (source[at] === "[" && !inClass && length === 1) inClass = true
    else if (source[at] === "]" && inClass) inClass = false
    at += length
    result += text
  }
  return result
}

type Token = readonly [length: number, text: string]

function tokenAt(source: string, at: number, inClass: boolean, groups: number): Token {
  const char = source.charAt(at)
  if (char === "\\") return escapeAt(source, at + 1, inClass, groups)
  if (inClass) return [1, char === "[" ? "\\[" : char]
  if (char === ".") return [1, dot]
  if (source.startsWith("[^]", at)) return [3, anyCharacter]
  if (source.startsWith("[]", at)) return [2, noCharacter]
  return [1, char]
}

function escapeAt(source: string, at: number, inClass: boolean, groups: number): Token {
  const char = source.charAt(at)
  const rest = source.slice(at, at + 11)
  if (/[dDwWtnvfr]/.test(char)) return [2, `\\${char}`]
  if (char === "s") return [2, inClass ? space : `[${space}]`]
  if (char === "S") return [2, inClass ? notSpace : `[^${space}]`]
  if (char === "b" && inClass) return [2, codePoint(8)]
  if ((char === "b" || char === "B") && !inClass) return [2, `\\${char}`]
  const control = /^c([A-Za-z])/.exec(rest)?.[1]
  if (control !== undefined) return [3, codePoint(control.charCodeAt(0) % 32)]
  if (char === "c") return [1, "\\\\"]
  const hex = /^u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|^u([\da-f]{4})|^x([\da-f]{2})/i.exec(rest)
  if (hex !== null) {
    const [text, high, low, unit, byte] = hex
    if (high === undefined) return [text.length + 1, codePoint(Number.parseInt(unit ?? byte ?? "", 16))]
    const pair = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low ?? "", 16))
    return [text.length + 1, codePoint(pair.codePointAt(0) ?? 0)]
  }
  if (char === "k" && !inClass && /\(\?<(?![=!])/.test(source)) return [2, "\\k"]
  return digitsAt(rest, inClass, groups) ?? [2, literal(char)]
}

/** A back-reference where there is such a group, else what JavaScript makes of it: an octal escape. */
function digitsAt(rest: string, inClass: boolean, groups: number): Token | undefined {
  const number = /^[1-9]\d*/.exec(rest)?.[0]
  if (number !== undefined && !inClass && Number(number) <= groups) return [number.length + 1, `\\${number}`]
  const octal = /^(?:[0-3][0-7]{0,2}|[4-7][0-7]?)/.exec(rest)?.[0]
  return octal === undefined ? undefined : [octal.length + 1, codePoint(Number.parseInt(octal, 8))]
}

function codePoint(value: number): string {
  return `\\x{${value.toString(16)}}`
}

function literal(char: string): string {
  return /[\w\s]|[^\0-\x7f]/.test(char) ? char : `\\${char}`
}

function countGroups(source: string): number {
  const bare = source.replaceAll(/\\[^]/g, "").replaceAll(/\[[^\]]*\]/g, "")
  return bare.match(/\((?!\?)|\(\?<(?![=!])/g)?.length ?? 0
}
