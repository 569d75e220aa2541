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
  #names: Map<string, Value> | undefined

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
    this.#names ??= new Map()
    this.#names.set(name, value)
  }

  /** Whether the expression itself binds a name here. */
  binds(name: string): boolean {
    if (this.#names?.has(name) === true) return true
    return this.#parent?.binds(name) === true
  }

  lookup(name: string): Value {
    if (this.#names?.has(name) === true) return this.#names.get(name)
    for (let frame = this.#parent; frame !== undefined; frame = frame.#parent) {
      if (frame.#names?.has(name) === true) return frame.#names.get(name)
    }
    if (name === "$") return this.evaluation.root
    const outside = this.evaluation.outside(name)
    if (outside !== undefined) return outside
    return Object.hasOwn(this.evaluation.functions, name) ? this.evaluation.functions[name] : undefined
  }
}
