import { readShelved, type Shelf, type Shelved } from "./shelf.ts"

/** What is stored of an execution as text. */
export interface Texts {
  header: string
  input: string
  output: string | undefined
  checkpoint: { readonly length: number; readonly state: string } | undefined
  facts: readonly string[]
}

/** Texts, or where they are. */
export interface Kept extends Texts {
  /** They have been put away: in their places stands nothing. */
  shelved: Shelved | undefined
}

/** Texts on the shelf before the facts: header, input, output, the checkpoint's length and state. */
const before = 5
const none: readonly string[] = []

/**
 * Puts an execution's texts away. They are struck out where they stood: what is kept for long is soon where old objects
 * are, and all that it ever held would outlive it.
 */
export function shelve(shelf: Shelf, kept: Kept): void {
  const { header, input, output, checkpoint, facts } = kept
  kept.shelved = shelf.put([header, input, output, checkpoint?.length.toString(), checkpoint?.state, ...facts])
  kept.header = ""
  kept.input = ""
  kept.output = undefined
  kept.checkpoint = undefined
  kept.facts = none
}

/** Takes them from the shelf where they had been put away. */
export function unshelve(kept: Kept): void {
  if (kept.shelved === undefined) return
  const [header = "", input = "", output, length, state = ""] = readShelved(kept.shelved, 0, before)
  kept.header = header
  kept.input = input
  kept.output = output
  kept.checkpoint = length === undefined ? undefined : { length: Number(length), state }
  kept.facts = factsOf(kept)
  kept.shelved = undefined
}

/** What a record shows of them. */
export function recordTexts(kept: Kept): Pick<Texts, "header" | "input" | "output"> {
  if (kept.shelved === undefined) return kept
  const [header = "", input = "", output] = readShelved(kept.shelved, 0, 3)
  return { header, input, output }
}

export function factsOf({ shelved, facts }: Kept, from = 0, to: number = Infinity): readonly string[] {
  if (shelved === undefined) return facts.slice(from, to)
  return readShelved(shelved, before + from, before + to).filter((text) => text !== undefined)
}
