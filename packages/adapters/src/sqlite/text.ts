import type { SQLInputValue } from "node:sqlite"

/** A text as a column holds it. */
export type StoredText = string | Uint8Array

/**
 * A text for a column. SQLite keeps text as UTF-8, which has no lone surrogates, and is at odds with NUL characters; a
 * text with either becomes a blob of UTF-16. Equal texts are stored equally.
 */
export function toColumn(text: string): StoredText & SQLInputValue {
  return text.isWellFormed() && !text.includes("\0") ? text : Buffer.from(text, "utf16le")
}

/** {@link toColumn} where there may be no text. */
export function toNullableColumn(text: string | undefined): (StoredText & SQLInputValue) | null {
  return text === undefined ? null : toColumn(text)
}

/** The text again, character by character. */
export function fromColumn(value: StoredText): string {
  if (typeof value === "string") return value
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("utf16le")
}

/** The facts of one commit as one text: their lengths, a line break, then all of them without anything between. */
export function packFacts(facts: readonly string[]): string {
  return `${facts.map(({ length }) => length).join(",")}\n${facts.join("")}`
}

export function unpackFacts(packed: string): string[] {
  const start = packed.indexOf("\n") + 1
  let from = start
  return packed
    .slice(0, start - 1)
    .split(",")
    .map((length) => packed.slice(from, (from += Number(length))))
}
