import { readShelved, type Shelf, type Shelved } from "./shelf.ts"

/** What is stored of an execution as text. */
export interface Texts {
  readonly header: string
  readonly input: string
  output: string | undefined
  checkpoint: { readonly length: number; readonly state: string } | undefined
  readonly facts: string[]
}

/** Texts on the shelf before the facts: header, input, output, the checkpoint's length and state. */
const before = 5

export function shelve(shelf: Shelf, { header, input, output, checkpoint, facts }: Texts): Shelved {
  return shelf.put([header, input, output, checkpoint?.length.toString(), checkpoint?.state, ...facts])
}

export function unshelve(shelved: Shelved): Texts {
  const [header = "", input = "", output, length, state = ""] = readShelved(shelved, 0, before)
  const checkpoint = length === undefined ? undefined : { length: Number(length), state }
  return { header, input, output, checkpoint, facts: shelvedFacts(shelved, 0, Infinity) }
}

/** All that a record shows. */
export function shelvedRecord(shelved: Shelved): Pick<Texts, "header" | "input" | "output"> {
  const [header = "", input = "", output] = readShelved(shelved, 0, 3)
  return { header, input, output }
}

export function shelvedFacts(shelved: Shelved, from: number, to: number): string[] {
  return readShelved(shelved, before + from, before + to).filter((text) => text !== undefined)
}
