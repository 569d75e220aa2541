import { type Code, hasEffect, type LeafType, type Merge, partsOf, type Statement, type Value } from "./code.ts"

/** What is read of a value, and where. */
export interface Reads {
  /** How often it is read as it is, not only by its fields. */
  whole: number
  readonly fields: Map<string, Reads>
  readonly types: Set<LeafType>
}

/** What a workflow reads. */
export interface AllReads {
  readonly values: ReadonlyMap<Value, Reads>
  /** The fields of merged values that somebody reads. */
  readonly merges: ReadonlyMap<Merge, ReadonlySet<string>>
}

/** What the statements of a workflow read of each value. What nobody reads, reads nothing itself. */
export function readsIn(statements: readonly Statement[]): AllReads {
  for (let known: AllReads = { values: new Map(), merges: new Map() }; ;) {
    const found = new Finder(known).find(statements)
    if (sizeOf(found) === sizeOf(known)) return found
    known = found
  }
}

/** Grows with everything that is read. */
function sizeOf({ values, merges }: AllReads): number {
  return values.size + [...merges.values()].reduce((sum, fields) => sum + 1 + fields.size, 0)
}

class Finder {
  readonly #known: AllReads
  readonly #values = new Map<Value, Reads>()
  readonly #merges = new Map<Merge, Set<string>>()

  constructor(known: AllReads) {
    this.#known = known
  }

  find(statements: readonly Statement[]): AllReads {
    this.#statements(statements)
    return { values: this.#values, merges: this.#merges }
  }

  #statements(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (statement.kind === "comment") continue
      if (statement.kind !== "const") this.#code(statement.code)
      else if (hasEffect(statement.init) || this.#known.values.has(statement.value)) this.#code(statement.init)
    }
  }

  #code(code: Code): void {
    if (code.kind === "arrow") return this.#statements(code.body)
    if (code.kind === "merged") {
      for (const [name, field] of code.fields)
        if (this.#known.merges.get(code.merge)?.has(name) === true) this.#code(field)
      return
    }
    const reads = this.#readsOf(code)
    if (reads === undefined) for (const part of partsOf(code)) this.#code(part)
    else if (code.kind === "field" && code.type !== undefined) reads.types.add(code.type)
    else reads.whole++
  }

  /** What is read by a path from a value; undefined for any other code. */
  #readsOf(code: Code): Reads | undefined {
    if (code.kind === "name") {
      const reads = this.#values.get(code.value) ?? nothing()
      this.#values.set(code.value, reads)
      return reads
    }
    if (code.kind !== "field") return undefined
    const of = this.#readsOf(code.of)
    if (of === undefined) return undefined
    const merge = code.of.kind === "name" ? code.of.value.merge : undefined
    if (merge !== undefined) this.#merges.set(merge, (this.#merges.get(merge) ?? new Set()).add(code.name))
    const reads = of.fields.get(code.name) ?? nothing()
    of.fields.set(code.name, reads)
    return reads
  }
}

/** Nothing yet. */
export function nothing(): Reads {
  return { whole: 0, fields: new Map(), types: new Set() }
}
