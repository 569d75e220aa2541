import type { StatesScope } from "./direct-read.ts"
import type { Meter } from "./meter.ts"
import type { FunctionValue, Value } from "./value.ts"

/** What one evaluation shares: outside bindings, time, chance and the meter. */
export interface Evaluation {
  readonly meter: Meter
  /** `$$`. */
  readonly root: Value
  /** A variable from outside the expression, or undefined. */
  outside(name: string): Value
  /** What `$states` is made of, where it can be read member by member. */
  readonly states: StatesScope | undefined
  readonly functions: ReadonlyMap<string, FunctionValue>
  readonly nowMs: number
  /** The next pseudo-random number in [0, 1). */
  chance(): number
  /** The next pseudo-random UUID. */
  uuid(): string
}

const noValues: readonly Value[] = []
/** So many names are looked through one by one. */
const few = 16

/** A lexical scope. */
export class Frame {
  readonly evaluation: Evaluation
  readonly #parent: Frame | undefined
  // Side by side rather than in a Map: a scope holds a few, and there is one for every call of a lambda.
  #names: readonly string[] | undefined = undefined
  #values: readonly Value[] = noValues
  /** Whether names and values are this scope's own to change. */
  #own = false
  /** Where each of many names stands. */
  #places: Map<string, number> | undefined = undefined

  constructor(evaluation: Evaluation, parent?: Frame) {
    this.evaluation = evaluation
    this.#parent = parent
  }

  child(): Frame {
    return new Frame(this.evaluation, this)
  }

  /** A scope that holds a call's arguments; those that were not given are undefined. */
  withParameters(names: readonly string[], args: readonly Value[]): Frame {
    const frame = new Frame(this.evaluation, this)
    frame.#names = names
    frame.#values = args
    return frame
  }

  /** A scope that holds a tuple's bindings. */
  withTuple(tuple: Readonly<Record<string, Value>>): Frame {
    const frame = this.child()
    for (const name of Object.keys(tuple)) frame.bind(name, tuple[name])
    return frame
  }

  bind(name: string, value: Value): void {
    if (!this.#own) {
      this.#names = this.#names?.slice() ?? []
      this.#values = this.#names.map((_, at) => this.#values[at])
      this.#own = true
    }
    const names = this.#names as string[] // its own
    const at = this.#place(name)
    const values = this.#values as Value[] // likewise
    if (at >= 0) values[at] = value
    else {
      this.#places?.set(name, names.length)
      names.push(name)
      values.push(value)
      if (names.length === few) this.#places = new Map(names.map((each, place) => [each, place]))
    }
  }

  /** Whether the expression itself binds a name here. */
  binds(name: string): boolean {
    if (this.#place(name) >= 0) return true
    for (let frame = this.#parent; frame !== undefined; frame = frame.#parent) if (frame.#place(name) >= 0) return true
    return false
  }

  lookup(name: string): Value {
    const here = this.#place(name)
    if (here >= 0) return this.#values[here]
    for (let frame = this.#parent; frame !== undefined; frame = frame.#parent) {
      const at = frame.#place(name)
      if (at >= 0) return frame.#values[at]
    }
    if (name === "$") return this.evaluation.root
    const outside = this.evaluation.outside(name)
    if (outside !== undefined) return outside
    return this.evaluation.functions.get(name)
  }

  /** Whether a built-in's name stands for something else here: the expression or the state gave it to a variable. */
  hides(builtin: string): boolean {
    return this.binds(builtin) || this.evaluation.outside(builtin) !== undefined
  }

  #place(name: string): number {
    const names = this.#names
    if (names === undefined) return -1
    if (this.#places !== undefined) return this.#places.get(name) ?? -1
    // The last: of two parameters of one name, the second counts.
    let at = names.length - 1
    while (at >= 0 && names[at] !== name) at--
    return at
  }
}
