const narrow = /[iljtfrI.,:;'|!()[\]{} -]/
const wide = /[mwMW@%—…]/
const capital = /[A-Z0-9_$&#?]/

/**
 * How wide a text is, in pixels, within about a tenth: an estimate for system sans-serif faces, since a file cannot ask
 * the font that will draw it. Errs on the wide side.
 */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let units = 0
  for (const character of text) {
    if (narrow.test(character)) units += 0.36
    else if (wide.test(character)) units += 0.92
    else if (capital.test(character)) units += 0.68
    else if (character.charCodeAt(0) > 0x2e80) units += 1.05
    else units += 0.57
  }
  return Math.ceil(units * fontSize * (bold ? 1.14 : 1.04))
}

/** A text in at most `lines` lines of at most `width` characters, broken where words and names divide; cut with `…`. */
export function wrapText(text: string, width: number, lines: number): readonly string[] {
  const pieces = text.match(/[^\s\-_./:]+[\s\-_./:]*|[\s\-_./:]+/g) ?? [text]
  const wrapped: string[] = []
  let line = ""
  for (const piece of pieces) {
    if (line !== "" && (line + piece).trimEnd().length > width) {
      wrapped.push(line.trimEnd())
      line = ""
    }
    line += piece
  }
  wrapped.push(line.trimEnd())
  const kept = wrapped.slice(0, lines).map((part) => cutText(part, width))
  if (wrapped.length > lines) kept[lines - 1] = `${(kept[lines - 1] ?? "").slice(0, width - 1).replace(/…$/, "")}…`
  return kept
}

/** A text of at most `width` characters; what is cut off becomes `…`. */
export function cutText(text: string, width: number): string {
  const characters = Array.from(text)
  return characters.length <= width
    ? text
    : `${characters
        .slice(0, width - 1)
        .join("")
        .trimEnd()}…`
}

const special: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** A text as XML content or attribute value. Characters that XML 1.0 does not know become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => special[character] ?? character)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
}
