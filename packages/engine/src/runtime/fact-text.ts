import type { Fact } from "../core/index.ts"

/** Writes a fact. */
export function writeFact(fact: Fact): string {
  return JSON.stringify(fact)
}

export function readFact(text: string): Fact {
  return JSON.parse(text) as Fact // written by the one above
}
