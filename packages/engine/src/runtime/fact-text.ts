import type { Fact } from "../core/index.ts"

/** A fact, and the text that is stored of it. */
export interface WrittenFact {
  readonly fact: Fact
  readonly text: string
}

/** Writes a fact. */
export function writeFact(fact: Fact): WrittenFact {
  return { fact, text: JSON.stringify(fact) }
}

export function readFact(text: string): Fact {
  return JSON.parse(text) as Fact // written by the one above
}
