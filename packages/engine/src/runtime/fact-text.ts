import type { Fact } from "../core/index.ts"
import type { Text } from "../ports/text.ts"
import { Unwritten } from "./unwritten.ts"

/** Writes a fact. */
export function writeFact(fact: Fact): Text {
  return new Unwritten(fact)
}

export function readFact(text: string): Fact {
  return JSON.parse(text) as Fact // written by the one above
}
