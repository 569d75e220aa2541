/** Marks a text that is stored as JSON. */
const mark = "\u0001"
const markCode = 1

/**
 * A text as Redis keeps it: as UTF-8, which has no lone surrogates, so that a text with one is stored as JSON, which
 * escapes them. Equal texts are stored equally.
 */
export function toStored(text: string): string {
  return text.charCodeAt(0) !== markCode && text.isWellFormed() ? text : mark + JSON.stringify(text)
}

/** The text again, character by character. */
export function fromStored(stored: string): string {
  return stored.startsWith(mark) ? (JSON.parse(stored.slice(1)) as string) : stored // written by `toStored`
}
