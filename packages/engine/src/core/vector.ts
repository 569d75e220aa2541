const bits = 5
const width = 1 << bits
const mask = width - 1

type Node<T> = readonly (Node<T> | T | undefined)[]

/**
 * A persistent array: `set` answers a new one that shares all but one path with the old, so that a run of ten thousand
 * frames changes one of them without copying the others. Indices are dense, from 0.
 */
export class PersistentVector<T> {
  readonly length: number
  readonly #root: Node<T>
  readonly #shift: number

  private constructor(length: number, root: Node<T>, shift: number) {
    this.length = length
    this.#root = root
    this.#shift = shift
  }

  static readonly #empty = new PersistentVector<never>(0, [], 0)

  static empty<T>(): PersistentVector<T> {
    return PersistentVector.#empty as PersistentVector<T> // an empty vector holds no T
  }

  static from<T>(items: Iterable<T | undefined>): PersistentVector<T> {
    let vector = PersistentVector.empty<T>()
    for (const item of items) vector = vector.set(vector.length, item)
    return vector
  }

  get(index: number): T | undefined {
    if (index >= this.length || index < 0) return undefined
    let node = this.#root
    for (let shift = this.#shift; shift > 0; shift -= bits) {
      const child = node[(index >>> shift) & mask]
      if (child === undefined) return undefined
      node = child as Node<T> // above the leaves every slot holds a node
    }
    return node[index & mask] as T | undefined // leaves hold items
  }

  /** `index` may be at most `length`; `undefined` clears a slot. */
  set(index: number, item: T | undefined): PersistentVector<T> {
    let root = this.#root
    let shift = this.#shift
    while (index >= width << shift) {
      root = [root]
      shift += bits
    }
    return new PersistentVector(Math.max(this.length, index + 1), assign(root, shift, index, item), shift)
  }

  *entries(): IterableIterator<readonly [index: number, item: T]> {
    for (let index = 0; index < this.length; index++) {
      const item = this.get(index)
      if (item !== undefined) yield [index, item]
    }
  }
}

function assign<T>(node: Node<T>, shift: number, index: number, item: T | undefined): Node<T> {
  const slot = (index >>> shift) & mask
  const copy = node.slice() as (Node<T> | T | undefined)[]
  while (copy.length < slot) copy.push(undefined)
  copy[slot] = shift === 0 ? item : assign((copy[slot] as Node<T> | undefined) ?? [], shift - bits, index, item)
  return copy
}
