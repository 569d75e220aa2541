import { type BlockSeed, noBlock, noTerm, type TermSeed } from "./seedling.ts"

/** One of a list. */
export function pick<T>(list: readonly T[], choice: number): T {
  return list[choice % list.length] as T // no list here is empty
}

/** A step's expression. */
export function termAt(terms: readonly TermSeed[], index: number): TermSeed {
  return terms[index] ?? noTerm
}

/** A step's body. */
export function blockAt(blocks: readonly BlockSeed[], index: number): BlockSeed {
  return blocks[index] ?? noBlock
}
