import { JsonataError } from "./jsonata-error.ts"

/** Bounds on one evaluation. */
export interface Limits {
  /**
   * Function calls and items visited. Two million take a fifth of a second, and more than any list that fits into a
   * payload of Step Functions asks for.
   */
  readonly steps: number
  /** Calls within calls, tail calls excepted. */
  readonly depth: number
  /** Elements of one array. (Recorded on AWS: 873,782 pass, 873,783 do not.) */
  readonly elements: number
  /** UTF-16 units of one text. (Recorded on AWS: 2^22 pass, 2^23 do not.) */
  readonly characters: number
}

export const defaultLimits: Limits = { steps: 2_000_000, depth: 400, elements: 873_782, characters: 2 ** 22 }

/** Counts what an evaluation does, so that none runs for ever or takes all memory. */
export class Meter {
  readonly limits: Limits
  #steps = 0
  /** What was read since the last whole step. */
  #read = 0
  depth = 0

  constructor(limits: Limits) {
    this.limits = limits
  }

  step(count = 1): void {
    this.#steps += count
    if (this.#steps > this.limits.steps) throw new JsonataError("U1001", { value: this.limits.steps })
  }

  /** Counts items of lists, members and characters that something looks at: 64 take about as long as a step. */
  read(count: number): void {
    this.#read += count
    if (this.#read < 64) return
    this.step(Math.floor(this.#read / 64))
    this.#read %= 64
  }

  /** Counts the text that a text of some length is made of or made from; half a thousand characters are copied in a step. */
  characters(count: number): void {
    if (count >= 512) this.step(count >>> 9)
  }

  enter(): void {
    if (++this.depth > this.limits.depth) throw new JsonataError("U1002", { value: this.limits.depth })
    this.step()
  }

  leave(): void {
    this.depth--
  }

  /** Counts what a built-in or an operator goes over by itself. */
  items(count: number): void {
    if (count > 15) this.step(count >>> 4)
  }

  elements(count: number): void {
    if (count > this.limits.elements) throw new JsonataError("U1003", { value: this.limits.elements })
    this.step(count >>> 5)
  }

  text(value: string): string {
    if (value.length > this.limits.characters) throw new JsonataError("U1004", { value: this.limits.characters })
    return value
  }
}
