/** Bytes of a block. What would fill much of one gets a block of its own. */
const blockSize = 1 << 20

/** What stands for the length of a text that is not there. */
const absent = 0xffff_ffff

/** Where texts stand on a {@link Shelf}: whoever lets go of it lets go of them. */
export interface Shelved {
  readonly block: Buffer
  /** Of the texts' lengths in characters, four bytes each; the texts follow, one after the other. */
  readonly at: number
  readonly count: number
  readonly end: number
  readonly encoding: Encoding
}

/** UTF-8, but for what it cannot hold: halves of characters. */
type Encoding = "utf8" | "utf16le"

/**
 * Texts that are seldom read again, in blocks outside the heap: nothing there is copied or looked through when garbage
 * is collected. A block goes when nothing on it is held any more.
 */
export class Shelf {
  #block: Buffer = Buffer.alloc(0)
  #used = 0

  put(texts: readonly (string | undefined)[]): Shelved {
    const all = texts.join("")
    const encoding = all.isWellFormed() ? "utf8" : "utf16le"
    const head = texts.length * 4
    if (head + all.length * 3 > blockSize / 4) {
      const block = Buffer.allocUnsafeSlow(head + Buffer.byteLength(all, encoding))
      return write(texts, all, encoding, block, 0)
    }
    if (this.#used + head + all.length * 3 > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(blockSize)
      this.#used = 0
    }
    const shelved = write(texts, all, encoding, this.#block, this.#used)
    this.#used = shelved.end
    return shelved
  }
}

function write(
  texts: readonly (string | undefined)[],
  all: string,
  encoding: Encoding,
  block: Buffer,
  at: number,
): Shelved {
  let start = at
  for (const text of texts) start = block.writeUInt32LE(text?.length ?? absent, start)
  return { block, at, count: texts.length, end: start + block.write(all, start, encoding), encoding }
}

/** The texts from index `from` up to, and without, `to`. */
export function readShelved(
  { block, at, count, end, encoding }: Shelved,
  from = 0,
  to: number = count,
): (string | undefined)[] {
  const all = block.toString(encoding, at + count * 4, end)
  const texts: (string | undefined)[] = []
  let start = 0
  for (let index = 0; index < to && index < count; index++) {
    const length = block.readUInt32LE(at + index * 4)
    const next = start + (length === absent ? 0 : length)
    if (index >= from) texts.push(length === absent ? undefined : all.slice(start, next))
    start = next
  }
  return texts
}
