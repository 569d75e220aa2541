import type { DeadLetter, DeadLetters, NewDeadLetter } from "@stepwright/engine"

import type { Codec } from "./codec.ts"

/** Dead letters: what cannot be read back rejects. */
export function recodedDeadLetters(letters: DeadLetters, codec: Codec): DeadLetters {
  return {
    async list(params) {
      const page = await letters.list(params)
      return { ...page, letters: await Promise.all(page.letters.map((letter) => readLetter(codec, letter))) }
    },
    async get(params) {
      const letter = await letters.get(params)
      return letter && (await readLetter(codec, letter))
    },
    async change({ id, change }) {
      if (change.note === undefined) return letters.change({ id, change })
      const note = await codec.write(change.note, { kind: "letter-note", of: id })
      return letters.change({ id, change: { ...change, note } })
    },
  }
}

export async function writeLetter(codec: Codec, letter: NewDeadLetter): Promise<NewDeadLetter> {
  const { id: of, details } = letter
  const body = await codec.write(letter.body, { kind: "letter-body", of })
  if (details === undefined) return { ...letter, body }
  return { ...letter, body, details: await codec.write(details, { kind: "letter-details", of }) }
}

async function readLetter(codec: Codec, letter: DeadLetter): Promise<DeadLetter> {
  const { id: of, details, note } = letter
  return {
    ...letter,
    body: await codec.read(letter.body, { kind: "letter-body", of }),
    ...(details === undefined ? {} : { details: await codec.read(details, { kind: "letter-details", of }) }),
    ...(note === undefined ? {} : { note: await codec.read(note, { kind: "letter-note", of }) }),
  }
}
