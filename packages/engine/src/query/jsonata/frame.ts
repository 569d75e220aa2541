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
  readonly functions: Readonly<Record<string, FunctionValue>>
  readonly nowMs: number
  /** The next pseudo-random number in [0, 1). */
  chance(): number
  /** The next pseudo-random UUID. */
  uuid(): string
}

/** A lexical scope. */
export class Frame {
  readonly evaluation: Evaluation
  readonly #parent: Frame | undefined
  // Side by side rather than in a Map: a scope holds a few, and there is one for every call of a lambda.
  #names: string[] | undefined = undefined
  #values: Value[] | undefined = undefined

  constructor(evaluation: Evaluation, parent?: Frame) {
    this.evaluation = evaluation
    this.#parent = parent
  }

  child(): Frame {
    return new Frame(this.evaluation, this)
  }

  /** A scope that holds a tuple's bindings. */
  withTuple(tuple: Readonly<Record<string, Value>>): Frame {
    const frame = this.child()
    for (const name of Object.keys(tuple)) frame.bind(name, tuple[name])
    return frame
  }

  bind(name: string, value: Value): void {
    const at = this.#place(name)
    if (this.#names === undefined || this.#values === undefined) {
      this.#names = [name]
      this.#values = [value]
    } else if (at < 0) {
      this.#names.push(name)
      this.#values.push(value)
    } else this.#values[at] = value
  }

  /** Whether the expression itself binds a name here. */
  binds(name: string): boolean {
    return this.#binder(name) !== undefined
  }

  lookup(name: string): Value {
    const binder = this.#binder(name)
    if (binder !== undefined) return binder.#values?.[binder.#place(name)]
    if (name === "$") return this.evaluation.root
    const outside = this.evaluation.outside(name)
    if (outside !== undefined) return outside
    return Object.hasOwn(this.evaluation.functions, name) ? this.evaluation.functions[name] : undefined
  }

  /** The nearest scope in which the expression itself binds a name. */
  #binder(name: string): Frame | undefined {
    if (this.#place(name) >= 0) return this
    return this.#parent === undefined ? undefined : this.#parent.#binder(name)
  }

  #place(name: string): number {
    return this.#names === undefined ? -1 : this.#names.indexOf(name)
  }
}
