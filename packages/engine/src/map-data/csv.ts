import type { Json } from "../asl/json.ts"

const delimiters: Readonly<Record<string, string>> = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" }

/**
 * The rows of a CSV text as objects of strings. Fields beyond the headers are dropped, missing ones are empty (recorded).
 * @param given - The headers; undefined where the first row holds them.
 * @param delimiter - AWS's name of it: `COMMA`, `PIPE`, `SEMICOLON`, `SPACE` or `TAB`.
 */
export function csvItems(text: string, given: readonly string[] | undefined, delimiter: string): readonly Json[] {
  const rows = csvRows(text, delimiters[delimiter] ?? ",")
  const headers = given ?? rows[0] ?? []
  return (given === undefined ? rows.slice(1) : rows).map((row) =>
    Object.fromEntries(headers.map((header, column) => [header, row[column] ?? ""])),
  )
}

/** Splits a text into rows and fields: RFC 4180, with `"` as the quote; empty lines are skipped. */
export function csvRows(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const [field, next] = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter)
    row.push(field)
    const ends = next >= text.length || text[next] !== delimiter
    at = next + (text.startsWith("\r\n", next) ? 2 : 1)
    if (!ends) {
      // A delimiter at the very end opens one more, empty field.
      if (at >= text.length) row.push("")
      else continue
    }
    if (row.length > 1 || row[0] !== "") rows.push(row)
    row = []
  }
  if (row.length > 0) rows.push(row)
  return rows
}

function plain(text: string, from: number, delimiter: string): readonly [field: string, next: number] {
  const stop = delimiter.charCodeAt(0)
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === stop || code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed)) break
  }
  return [text.slice(from, at), at]
}

const lineFeed = 10
const carriageReturn = 13

/** A doubled quote inside a quoted field stands for one. */
function quoted(text: string, from: number): readonly [field: string, next: number] {
  let field = ""
  let at = from + 1
  for (;;) {
    const end = text.indexOf('"', at)
    if (end < 0) return [field + text.slice(at), text.length]
    if (text[end + 1] !== '"') return [field + text.slice(at, end), end + 1]
    field += text.slice(at, end + 1)
    at = end + 2
  }
}
