import { DefinitionError, issueOf } from "../errors.ts"
import { type Expr, type Owner, reference, setOwner } from "../expr/expr.ts"
import { positionHere } from "../scope/source-position.ts"
import { currentTracing, misuse, type OpenBlock } from "../scope/tracing.ts"
import { checkName } from "../task/name.ts"
import type { Node, Origin, Shape, SourcePosition } from "../tree/index.ts"
import type { Definition } from "./definition.ts"

/** What every step has. */
export interface StepBase {
  readonly id: string
  readonly name: string
  readonly at: SourcePosition
}

/** The steps of one body, while it is traced. */
export class BodyScope implements Owner {
  readonly definition: Definition
  readonly block: OpenBlock
  readonly #nodes: Node[] = []
  readonly #names = new Set<string>()

  constructor(definition: Definition, block: OpenBlock) {
    this.definition = definition
    this.block = block
  }

  get tracing(): Definition["tracing"] {
    return this.definition.tracing
  }

  get nodes(): readonly Node[] {
    return this.#nodes
  }

  /** True after a return or fail. */
  get ended(): boolean {
    const kind = this.#nodes.at(-1)?.kind
    return kind === "return" || kind === "fail"
  }

  /**
   * Begins a step: its id, name and place.
   * @param fallback - its name where the author gave none; numbered when taken.
   */
  begin(given: string | undefined, fallback: string): StepBase {
    this.checkOpen()
    if (this.ended) misuse("AFTER_END", `The step ${JSON.stringify(given ?? fallback)} follows a return or fail.`)
    const name = given === undefined ? this.#free(fallback) : given
    if (given !== undefined) {
      checkName(given, "step")
      if (this.#names.has(given)) misuse("NAME_TAKEN", `Two steps of this body are called ${JSON.stringify(given)}.`)
    }
    this.#names.add(name)
    return { id: this.tracing.nextId(), name, at: positionHere() }
  }

  /** Reports a builder that is used outside its own body. */
  checkOpen(): void {
    if (currentTracing() !== this.tracing) {
      const message = "A builder is used after its workflow was defined, or in the definition of another."
      throw new DefinitionError("a workflow", [issueOf("SCOPE_CLOSED", message, positionHere())])
    }
    if (this.tracing.innermost !== this.block) {
      const when = this.tracing.isOpen(this.block) ? "while an inner body is open" : "after its body has ended"
      misuse("SCOPE_CLOSED", `A builder is used ${when}.`)
    }
  }

  push(node: Node): void {
    this.#nodes.push(node)
  }

  /** Exchanges the last step; false where another one came after it. */
  replaceLast(id: string, node: Node): boolean {
    if (this.#nodes.at(-1)?.id !== id) return false
    this.#nodes[this.#nodes.length - 1] = node
    return true
  }

  /** Takes a step out again. */
  remove(id: string): void {
    const index = this.#nodes.findIndex((node) => node.id === id)
    const [node] = index < 0 ? [] : this.#nodes.splice(index, 1)
    if (node !== undefined) this.#names.delete(node.name)
  }

  /** The result of a step of this body. */
  result<T>(id: string, shape: Shape): Expr<T> {
    return reference(this.originOf(id), shape, this)
  }

  originOf(id: string): Origin {
    const origin: Origin = { from: "step", step: id }
    setOwner(origin, this)
    return origin
  }

  #free(fallback: string): string {
    const base = fallback.slice(0, 76)
    for (let count = 1; ; count++) {
      const name = count === 1 ? fallback : `${base}-${count}`
      if (!this.#names.has(name)) return name
    }
  }
}
