import { jsonataReferences } from "../../check/jsonata-references.ts"
import type { Node } from "../../query/jsonata/ast.ts"
import { builtinNames } from "../../query/jsonata/program.ts"
import type { Code } from "../code/code.ts"
import { Unstructured } from "../unstructured.ts"
import type { QueryScope } from "./scope.ts"

/** A part of an expression's text that reads something from outside. */
export interface OuterRead {
  /** Where it stands in the text. */
  readonly start: number
  readonly end: number
  readonly code: Code
}

/**
 * What an expression reads from outside, in the order of its text.
 * @throws {Unstructured} where it reads what a step cannot give it.
 */
export function outerReads(ast: Node, source: string, scope: QueryScope): readonly OuterRead[] {
  const references = jsonataReferences(ast)
  if (references.tooDeep || references.root || references.bare.size > 0)
    throw new Unstructured("EXPRESSION", `'${source}' reads a context that is not there.`)
  for (const name of [...references.variables, ...references.functions])
    if (!scope.variables.has(name) && !builtinNames.has(name))
      throw new Unstructured("EXPRESSION", `'${source}' reads $${name}, which may not be assigned there.`)
  const reader = new Reader(source, scope, references.variables)
  reader.read(ast)
  return reader.found.toSorted((left, right) => left.start - right.start)
}

class Reader {
  readonly found: OuterRead[] = []
  readonly #source: string
  readonly #scope: QueryScope
  readonly #free: ReadonlySet<string>
  readonly #seen = new Set<object>()

  constructor(source: string, scope: QueryScope, free: ReadonlySet<string>) {
    this.#source = source
    this.#scope = scope
    this.#free = free
  }

  read(part: unknown): void {
    if (typeof part !== "object" || part === null || this.#seen.has(part)) return
    this.#seen.add(part)
    const node = part as Node // anything else has no such members
    if (node.type === "path" && this.#readStates(node.steps ?? [])) {
      for (const step of (node.steps ?? []).slice(1)) this.read(step)
      this.read(node.group)
      return
    }
    if (node.type === "variable") this.#readVariable(node)
    for (const member of Object.values(part)) this.read(member)
  }

  /** True where a path begins with `$states`. */
  #readStates(steps: readonly Node[]): boolean {
    const [first, ...rest] = steps
    if (first?.type !== "variable" || first.value !== "states") return false
    if (first.stages !== undefined || first.predicate !== undefined || first.focus !== undefined)
      throw this.#unreadable()
    const names = rest.map(({ type, value }) => (type === "name" ? String(value) : undefined))
    const { input, result, error, token, item } = this.#scope
    const [member, ...path] = names
    if (member === "input") this.#replace(first, rest[0], input)
    else if (member === "result") this.#replace(first, rest[0], result)
    else if (member === "errorOutput") this.#replace(first, rest[0], error)
    else if (member !== "context") throw this.#unreadable()
    else if (path[0] === "Execution" && ["Id", "Name", "StartTime"].includes(path[1] ?? "")) return true
    else if (path[0] === "StateMachine" && path[1] !== undefined) return true
    else if (path[0] === "Task" && path[1] === "Token") this.#replace(first, rest[2], token)
    else if (path[0] === "Map" && path[1] === "Item" && path[2] === "Value") this.#replace(first, rest[3], item?.value)
    else if (path[0] === "Map" && path[1] === "Item" && path[2] === "Index") this.#replace(first, rest[3], item?.index)
    else throw this.#unreadable()
    return true
  }

  #readVariable({ value, position = 0 }: Node): void {
    const name = String(value)
    if (name === "states") throw this.#unreadable()
    const code = this.#scope.variables.get(name)
    if (code === undefined) return
    if (!this.#free.has(name))
      throw new Unstructured("EXPRESSION", `'${this.#source}' binds $${name}, which is a variable outside as well.`)
    this.#add(position - name.length - 1, position, code)
  }

  #replace({ position = 0 }: Node, last: Node | undefined, code: Code | undefined): void {
    const end = last?.position
    if (code === undefined || end === undefined) throw this.#unreadable()
    this.#add(position - "$states".length, end, code)
  }

  #add(start: number, end: number, code: Code): void {
    if (this.#source[start] !== "$") throw this.#unreadable()
    this.found.push({ start, end, code })
  }

  #unreadable(): Unstructured {
    return new Unstructured("EXPRESSION", `'${this.#source}' reads what only its own state has.`)
  }
}
