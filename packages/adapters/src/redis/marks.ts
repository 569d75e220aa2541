import { randomBytes } from "node:crypto"

/** A write on its way. */
export interface Mark {
  /** What `went_back` of `common.lua` reads. */
  readonly args: readonly [key: string, text: string]
  /** It was acknowledged. */
  readonly acknowledged: () => void
}

/**
 * Numbers the writes of this process; the store keeps the last number with what was written. A store that knows less
 * than was acknowledged has gone back in time: a replica took over that had not got all, or a file was cut short.
 */
export class Marks {
  readonly #root: string | undefined
  #tag = newTag()
  #last = 0
  /** By key: the highest number that was acknowledged. */
  #seen = new Map<string, number>()

  /** @param root - Where the marks of all writes are kept; undefined: with the first root of each. */
  constructor(root: string | undefined) {
    this.#root = root
  }

  /** @param writes - Else it only looks. */
  next(root: string, writes: boolean): Mark {
    const key = `${this.#root ?? root}v`
    const seen = this.#seen
    const number = writes ? ++this.#last : 0
    return {
      args: [key, `${this.#tag},${writes ? number : ""},${seen.get(key) ?? 0}`],
      acknowledged: () => {
        if (writes && number > (seen.get(key) ?? 0)) seen.set(key, number)
      },
    }
  }

  /** Begins anew. Answers whether that had not been done since this mark was made. */
  renew({ args: [, text] }: Mark): boolean {
    if (!text.startsWith(`${this.#tag},`)) return false
    this.#tag = newTag()
    this.#last = 0
    this.#seen = new Map()
    return true
  }

  /** Where the store has something of this process, and under which name. */
  get kept(): { readonly tag: string; readonly keys: Iterable<string> } {
    return { tag: this.#tag, keys: this.#seen.keys() }
  }
}

function newTag(): string {
  return randomBytes(9).toString("base64url")
}
