import type { Json } from "../asl/json.ts"
import type { absent, Scope } from "../query/scope.ts"
import { contextField, contextObject } from "./context-object.ts"
import type { Frame, MapItem } from "./frame.ts"
import type { Step } from "./step.ts"

/** What the expressions of one state may read, at one moment of it. */
export class EvalScope implements Scope {
  readonly input: Json
  readonly result: Json | undefined
  readonly errorOutput: Json | undefined
  nowMs: number
  /** The token in the context object; set before a task's fields are evaluated. */
  token: string | undefined = undefined
  /** Whether an expression read the context object. */
  contextRead = false
  /** The item that an ItemSelector prepares, and its index. */
  item: MapItem | undefined = undefined
  itemIndex = -1
  readonly #step: Step
  readonly #frame: Frame
  #context: Json | undefined = undefined

  constructor(step: Step, frame: Frame, input: Json, result?: Json, errorOutput?: Json) {
    this.input = input
    this.result = result
    this.errorOutput = errorOutput
    this.nowMs = step.at
    this.#step = step
    this.#frame = frame
  }

  /** Execution, line of control, state entered, attempt, and in an ItemSelector the item. */
  get seed(): string {
    const frame = this.#frame
    const item = this.itemIndex < 0 ? "" : `/${this.itemIndex}`
    return `${this.#step.run.header.seed}/${frame.id}/${frame.entries}/${frame.retryCount}${item}`
  }

  /** A variable of this line of control or of one that encloses it. */
  variable(name: string): Json | undefined {
    let frame: Frame | undefined = this.#frame
    while (frame !== undefined) {
      if (frame.variables !== undefined && Object.hasOwn(frame.variables, name)) return frame.variables[name]
      frame = this.#step.frames.get(frame.parent)
    }
    return undefined
  }

  contextField(section: string, name: string): Json | typeof absent | undefined {
    return contextField(this.#step, this.#frame, section, name)
  }

  context(): Json {
    if (this.#context === undefined) {
      this.contextRead = true
      this.#context = contextObject(this.#step, this.#frame, this)
    }
    return this.#context
  }
}
