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

/** Writes a task's answer whose output was written as JSON already. */
export function writeAnswer(fact: Extract<Fact, { readonly output: unknown }>, outputText: string): WrittenFact {
  const { type, frame, seq, at, digest } = fact
  return {
    fact,
    text: `{"type":"${type}","frame":${frame},"seq":${seq},"at":${at},"digest":${digest},"output":${outputText}}`,
  }
}

export function readFact(text: string): Fact {
  return JSON.parse(text) as Fact // written by the two above
}
