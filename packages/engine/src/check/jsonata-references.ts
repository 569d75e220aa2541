import type { Node } from "../query/jsonata/ast.ts"

/** How deeply an expression's syntax tree may nest: what every reader's stack can take. */
export const maxExpressionDepth = 500

/** What an expression reads that is not its own. */
export interface JsonataReferences {
  /** Names that are read at the top level, where there is nothing to read them from; `$` for the whole of it. */
  readonly bare: ReadonlySet<string>
  /** Whether it reads `$$`. */
  readonly root: boolean
  /** The members of `$states` that it names. */
  readonly states: ReadonlySet<string>
  /** Variables and functions of others, without `$`. */
  readonly variables: ReadonlySet<string>
  readonly functions: ReadonlySet<string>
  readonly tooDeep: boolean
}

/** Reads a syntax tree for what it refers to. */
export function jsonataReferences(ast: Node): JsonataReferences {
  const reader = new Reader()
  reader.read(ast, true, 0)
  const { bare, root, states, bound, tooDeep } = reader
  const free = (names: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...names].filter((name) => !bound.has(name)))
  return { bare, root, states, tooDeep, variables: free(reader.variables), functions: free(reader.functions) }
}

/** Names that are bound anywhere count as bound everywhere: what is left is surely not the expression's own. */
class Reader {
  readonly bare = new Set<string>()
  readonly states = new Set<string>()
  readonly variables = new Set<string>()
  readonly functions = new Set<string>()
  readonly bound = new Set<string>()
  root = false
  tooDeep = false

  /** @param top - whether the node's context is the top level's, where there is none */
  read(node: Node, top: boolean, depth: number): void {
    if (depth > maxExpressionDepth) {
      this.tooDeep = true
      return
    }
    const inner = depth + 1
    if (node.focus !== undefined) this.bound.add(node.focus)
    if (node.index !== undefined) this.bound.add(node.index)
    this.#readOwn(node, top, inner)
    // What picks from a value, or groups it, has that value's items for its context.
    for (const stage of [...(node.predicate ?? []), ...(node.stages ?? [])]) {
      if (stage.expr !== undefined) this.read(stage.expr, false, inner)
      if (stage.type === "index" && typeof stage.value === "string") this.bound.add(stage.value)
    }
    this.#readPairs(node.group?.lhs, false, inner)
  }

  #readOwn(node: Node, top: boolean, depth: number): void {
    switch (node.type) {
      case "name":
        if (top) this.bare.add(String(node.value))
        return
      case "variable":
        return this.#readVariable(String(node.value), top)
      case "path":
        return this.#readPath(node.steps ?? [], top, depth)
      case "bind":
        if (isNode(node.lhs) && node.lhs.type === "variable") this.bound.add(String(node.lhs.value))
        if (node.rhs !== undefined) this.read(node.rhs, top, depth)
        return
      case "lambda":
        for (const argument of node.arguments ?? []) this.bound.add(String(argument.value))
        if (node.body !== undefined) this.read(node.body, top, depth)
        return
      case "function":
      case "partial":
        return this.#readCall(node, top, depth)
      case "transform":
        for (const part of [node.pattern, node.update, node.delete]) {
          if (part !== undefined) this.read(part, false, depth)
        }
        return
      case "sort":
        for (const term of node.terms ?? []) this.read(term.expression, false, depth)
        return
      default:
        return this.#readParts(node, top, depth)
    }
  }

  #readVariable(name: string, top: boolean): void {
    if (name === "$") this.root = true
    else if (name === "") {
      if (top) this.bare.add("$")
    } else if (name !== "states") this.variables.add(name)
  }

  #readPath(steps: readonly Node[], top: boolean, depth: number): void {
    const [first, second] = steps
    if (first?.type === "variable" && first.value === "states" && second?.type === "name") {
      this.states.add(String(second.value))
    }
    for (const [index, step] of steps.entries()) this.read(step, top && index === 0, depth)
  }

  #readCall({ procedure, arguments: given }: Node, top: boolean, depth: number): void {
    if (procedure?.type === "variable") this.functions.add(String(procedure.value))
    else if (procedure !== undefined) this.read(procedure, top, depth)
    for (const argument of given ?? []) this.read(argument, top, depth)
  }

  #readParts(node: Node, top: boolean, depth: number): void {
    const { lhs, rhs, expression, expressions, condition, then, else: otherwise } = node
    if (isNode(lhs)) this.read(lhs, top, depth)
    else this.#readPairs(lhs, top, depth)
    for (const part of [rhs, expression, condition, then, otherwise]) {
      if (part !== undefined) this.read(part, top, depth)
    }
    for (const part of expressions ?? []) this.read(part, top, depth)
  }

  #readPairs(pairs: Node["lhs"], top: boolean, depth: number): void {
    if (pairs === undefined || isNode(pairs)) return
    for (const pair of pairs) for (const part of pair) this.read(part, top, depth)
  }
}

function isNode(lhs: Node["lhs"]): lhs is Node {
  return lhs !== undefined && !Array.isArray(lhs)
}
