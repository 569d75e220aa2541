import { JsonataError } from "./jsonata-error.ts"
import { defaultLimits } from "./meter.ts"

/** Levels of lists and objects in lists and objects: what reads a value later must not run out of stack. */
const deepest = 1000

/**
 * How much of a value may yet be walked. A value that holds itself twice in each of its forty levels takes no memory to
 * speak of, and a million million steps to walk: whoever walks one counts.
 */
export class Extent {
  #left: number
  #depth = 0

  /** @param values - Scalars, lists and objects in all. */
  constructor(values: number = defaultLimits.characters) {
    this.#left = values
  }

  /** @throws {JsonataError} U1002 where a value is too deep, U1004 where there is too much of it. */
  enter(): void {
    if (--this.#left < 0) throw new JsonataError("U1004", { value: defaultLimits.characters })
    if (++this.#depth > deepest) throw new JsonataError("U1002", { value: deepest })
  }

  leave(): void {
    this.#depth--
  }
}
