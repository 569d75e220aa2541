const bits = 5
const mask = (1 << bits) - 1
/** Indices are below 2^30, so that shifts stay within 32 bits. */
const limit = 2 ** 30

class Node {
  /** The transition that may change this node in place; every other one copies it. */
  readonly rev: number
  used: number
  readonly slots: unknown[]

  constructor(rev: number, used: number, slots: unknown[]) {
    this.rev = rev
    this.used = used
    this.slots = slots
  }
}

/**
 * A sparse persistent array. A transition edits its own copy, which shares all but the changed paths with the one before:
 * to change one of ten thousand entries copies three short rows. Entries that are removed leave nothing behind.
 */
export class Trie<T> {
  /** The transition that this copy belongs to: only it may call `set` and `remove`. */
  readonly rev: number
  /** One more than the highest index ever set. */
  length: number
  /** How many entries there are. */
  size: number
  #root: Node
  #shift: number

  private constructor(rev: number, length: number, size: number, root: Node, shift: number) {
    this.rev = rev
    this.length = length
    this.size = size
    this.#root = root
    this.#shift = shift
  }

  static empty<T>(rev: number): Trie<T> {
    return new Trie<T>(rev, 0, 0, new Node(rev, 0, []), 0)
  }

  /** This array for a transition to change: itself where it is already that transition's. */
  edit(rev: number): Trie<T> {
    return rev === this.rev ? this : new Trie<T>(rev, this.length, this.size, this.#root, this.#shift)
  }

  get(index: number): T | undefined {
    if (index < 0 || index >= this.length) return undefined
    let node = this.#root
    for (let shift = this.#shift; shift > 0; shift -= bits) {
      const child = node.slots[(index >>> shift) & mask] as Node | undefined // inner rows hold nodes
      if (child === undefined) return undefined
      node = child
    }
    return node.slots[index & mask] as T | undefined // the lowest rows hold entries
  }

  set(index: number, entry: T): void {
    if (index >= limit) throw new Error(`index ${index} is beyond ${limit}`)
    while (index >>> (this.#shift + bits) > 0) {
      this.#root = new Node(this.rev, this.#root.used > 0 ? 1 : 0, this.#root.used > 0 ? [this.#root] : [])
      this.#shift += bits
    }
    let node = (this.#root = editable(this.#root, this.rev))
    for (let shift = this.#shift; shift > 0; shift -= bits) {
      const slot = (index >>> shift) & mask
      const child = node.slots[slot] as Node | undefined // inner rows hold nodes
      const next = child === undefined ? new Node(this.rev, 0, []) : editable(child, this.rev)
      if (child === undefined) node.used++
      put(node.slots, slot, next)
      node = next
    }
    if (node.slots[index & mask] === undefined) {
      node.used++
      this.size++
    }
    put(node.slots, index & mask, entry)
    if (index >= this.length) this.length = index + 1
  }

  remove(index: number): void {
    if (this.get(index) === undefined) return
    this.#root = without(this.#root, this.rev, this.#shift, index) ?? new Node(this.rev, 0, [])
    this.size--
  }

  /** Every entry, by index. */
  forEach(visit: (entry: T, index: number) => void): void {
    walk(this.#root, this.#shift, 0, (entry, index) => visit(entry as T, index)) // the lowest rows hold entries
  }
}

function editable(node: Node, rev: number): Node {
  return node.rev === rev ? node : new Node(rev, node.used, node.slots.slice())
}

function put(slots: unknown[], slot: number, value: unknown): void {
  while (slots.length < slot) slots.push(undefined)
  slots[slot] = value
}

function without(node: Node, rev: number, shift: number, index: number): Node | undefined {
  const slot = (index >>> shift) & mask
  const rest = shift === 0 ? undefined : without(node.slots[slot] as Node, rev, shift - bits, index) // the entry exists
  if (rest === undefined && node.used === 1) return undefined
  const copy = editable(node, rev)
  copy.slots[slot] = rest
  if (rest === undefined) copy.used--
  return copy
}

function walk(node: Node, shift: number, base: number, visit: (entry: unknown, index: number) => void): void {
  for (let slot = 0; slot < node.slots.length; slot++) {
    const entry = node.slots[slot]
    if (entry === undefined) continue
    const index = base + (slot << shift)
    if (shift === 0) visit(entry, index)
    else walk(entry as Node, shift - bits, index, visit)
  }
}
