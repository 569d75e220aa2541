/** Bytes of a block. A text that would fill much of one gets a block of its own. */
const blockSize = 1 << 20

/** What stands for a text that is not there. */
const absent = 0xffff_ffff

/** Where texts stand on a {@link Shelf}. Whoever lets go of it lets go of them. */
export interface Shelved {
  readonly block: Buffer
  /** Of the first text's length in bytes, which stands before it: twice that, and one more where it is UTF-16. */
  readonly at: number
  readonly count: number
}

/**
 * Texts that are seldom read again, in blocks outside the heap: nothing there is copied or looked through when garbage
 * is collected. UTF-8, but for what UTF-8 cannot hold. A block goes when nothing on it is held any more.
 */
export class Shelf {
  #block: Buffer = Buffer.alloc(0)
  #used = 0

  put(texts: readonly (string | undefined)[]): Shelved {
    let most = 0
    for (const text of texts) most += 4 + (text?.length ?? 0) * 3
    if (most > blockSize / 4) {
      const block = Buffer.allocUnsafeSlow(exactly(texts))
      write(texts, block, 0)
      return { block, at: 0, count: texts.length }
    }
    if (this.#used + most > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(blockSize)
      this.#used = 0
    }
    const at = this.#used
    this.#used = write(texts, this.#block, at)
    return { block: this.#block, at, count: texts.length }
  }
}

function exactly(texts: readonly (string | undefined)[]): number {
  return texts.reduce(
    (size, text) => size + 4 + (text === undefined ? 0 : Buffer.byteLength(text, encodingOf(text))),
    0,
  )
}

function encodingOf(text: string): "utf8" | "utf16le" {
  return text.isWellFormed() ? "utf8" : "utf16le"
}

/** Answers where they end. */
function write(texts: readonly (string | undefined)[], block: Buffer, at: number): number {
  let end = at
  for (const text of texts) {
    if (text === undefined) {
      end = block.writeUInt32LE(absent, end)
      continue
    }
    const encoding = encodingOf(text)
    const length = block.write(text, end + 4, encoding)
    end = block.writeUInt32LE(length * 2 + (encoding === "utf8" ? 0 : 1), end) + length
  }
  return end
}

export function isShelved(value: object): value is Shelved {
  return "block" in value
}

/** The texts from index `from` up to, and without, `to`. */
export function readShelved({ block, at, count }: Shelved, from = 0, to: number = count): (string | undefined)[] {
  const texts: (string | undefined)[] = []
  let start = at
  for (let index = 0; index < to && index < count; index++) {
    const word = block.readUInt32LE(start)
    const end = start + 4 + (word === absent ? 0 : word >>> 1)
    if (index >= from) texts.push(word === absent ? undefined : textOf(block, start + 4, end, word))
    start = end
  }
  return texts
}

function textOf(block: Buffer, start: number, end: number, word: number): string {
  return block.toString(word % 2 === 0 ? "utf8" : "utf16le", start, end)
}
