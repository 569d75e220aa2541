import { JsonataError } from "./jsonata-error.ts"

/** Levels of lists and objects in lists and objects: what reads a value later must not run out of stack. */
const deepest = 1000
/** Lists and objects of one value, and one more for each eight of their members: more than any payload has. */
const most = 2 ** 20

/**
 * How much of a value may yet be walked. A value that holds itself twice in each of its forty levels takes no memory to
 * speak of, and a million million steps to walk: whoever walks one counts.
 */
export class Extent {
  #left = most
  #depth = 0

  /**
   * Goes into a list or an object of so many members.
   * @throws {JsonataError} U1002 where a value is too deep, U1004 where there is too much of it.
   */
  enter(members: number): void {
    this.#left -= 1 + (members >>> 3)
    if (this.#left < 0) throw new JsonataError("U1004", { value: most })
    if (++this.#depth > deepest) throw new JsonataError("U1002", { value: deepest })
  }

  leave(): void {
    this.#depth--
  }
}
