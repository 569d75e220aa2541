import { randomFrom } from "../../backends/crashing/random.ts"

/** Choices that a seed decides. */
export interface Random {
  /** From 0 to 1. */
  next(): number
  /** From `least` up to `most`. */
  between(least: number, most: number): number
  of<T>(choices: readonly T[]): T
  /** Choices of their own, which do not depend on how many are made here. */
  apart(): Random
}

export function randomOf(seed: number): Random {
  const next = randomFrom(seed)
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    of: (choices) => choices[Math.floor(next() * choices.length)] as (typeof choices)[number], // below the length
    apart: () => randomOf(Math.floor(next() * 2 ** 31)),
  }
}
