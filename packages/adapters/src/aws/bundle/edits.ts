/** Puts `text` in the place of what stands from `start` to before `end`. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A text with edits, none of which overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = ""
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}
