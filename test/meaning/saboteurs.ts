import type { Block, Expression, Node, WorkflowTree } from "@stepwright/dsl"

import { evaluate, type Evaluate } from "./direct/evaluate.ts"

/** A compiler gone wrong in one way; what it makes of a workflow must be noticed. */
export interface Saboteur {
  readonly name: string
  /** Compiles another workflow than it was given. */
  readonly tree?: (node: Node) => Node
  /** Reads expressions in another way. */
  readonly evaluate?: Evaluate
}

/** Mistakes that compilers to JSONata and to Amazon States Language make. */
export const saboteurs: readonly Saboteur[] = [
  { name: "takes the branches of a when in the wrong order", tree: ofKind("when", reversedBranches) },
  { name: "forgets the last branch", tree: ofKind("when", withoutLast) },
  { name: "takes the wrong case", tree: ofKind("match", (node) => ({ ...node, cases: rotated(node.cases) })) },
  { name: "repeats once too often", tree: ofKind("repeat", (node) => ({ ...node, max: (node.max ?? 0) + 1 })) },
  { name: "asks until where while is meant", tree: ofKind("repeat", swappedConditions) },
  { name: "handles nothing", tree: ofKind("attempt", (node) => ({ ...node, handlers: [] })) },
  { name: "handles everything", tree: ofKind("attempt", handlingEverything) },
  { name: "forgets the retries", tree: ofKind("run", (node) => ({ ...node, policy: { ...node.policy, retry: [] } })) },
  { name: "compensates nothing", tree: ofKind("run", withoutCompensation) },
  { name: "mixes up branches", tree: ofKind("all", (node) => ({ ...node, branches: rotated(node.branches) })) },
  { name: "goes on after a return", tree: (node) => (node.kind === "return" ? asRun(node) : node) },
  { name: "loses a one-element list", evaluate: over((value) => (isSingle(value) ? value[0] : value)) },
  {
    name: "loses an empty list",
    evaluate: over((value) => (Array.isArray(value) && value.length === 0 ? null : value)),
  },
  { name: "makes null of an absent field", evaluate: withNulls },
  { name: "drops a field that is null", evaluate: withoutNulls },
  { name: "reads an index as the next", evaluate: shifted },
]

/** The tree that a saboteur compiles. */
export function sabotaged(tree: WorkflowTree, { tree: change }: Saboteur): WorkflowTree {
  return change === undefined ? tree : { ...tree, body: changed(tree.body, change) }
}

function changed(block: Block, change: (node: Node) => Node): Block {
  const inside = (body: Block): Block => changed(body, change)
  return { ...block, nodes: block.nodes.map((node) => change(deeper(node, inside))) }
}

function deeper(node: Node, inside: (body: Block) => Block): Node {
  const each = <B extends { readonly body: Block }>(list: readonly B[]): readonly B[] =>
    list.map((one) => ({ ...one, body: inside(one.body) }))
  switch (node.kind) {
    case "all":
      return { ...node, branches: each(node.branches) }
    case "each":
    case "saga":
    case "repeat":
      return { ...node, body: inside(node.body) }
    case "attempt":
      return { ...node, body: inside(node.body), handlers: each(node.handlers) }
    case "when":
      return { ...node, branches: each(node.branches), ...last(node.otherwise) }
    case "match":
      return { ...node, cases: each(node.cases), ...last(node.otherwise) }
    case "run":
    case "callback":
    case "sleep":
    case "fail":
    case "return":
    case "compute":
    case "asl":
      return node
  }
  function last(otherwise: Block | undefined): { readonly otherwise?: Block } {
    return otherwise === undefined ? {} : { otherwise: inside(otherwise) }
  }
}

function ofKind<K extends Node["kind"]>(
  kind: K,
  change: (node: Extract<Node, { readonly kind: K }>) => Node,
): (node: Node) => Node {
  return (node) => (node.kind === kind ? change(node as Extract<Node, { readonly kind: K }>) : node) // just asked
}

function rotated<B extends { readonly body: Block }>(list: readonly B[]): readonly B[] {
  return list.map((one, index) => ({ ...one, body: (list[index + 1] ?? list[0] ?? one).body }))
}

function withoutLast(node: Extract<Node, { readonly kind: "when" }>): Node {
  const { otherwise: _, ...rest } = node
  return rest
}

function withoutCompensation(node: Extract<Node, { readonly kind: "run" }>): Node {
  const { compensate: _, ...rest } = node
  return rest
}

function reversedBranches(node: Extract<Node, { readonly kind: "when" }>): Node {
  return { ...node, branches: node.branches.toReversed() }
}

function swappedConditions({ while: asks, until: stops, ...node }: Extract<Node, { readonly kind: "repeat" }>): Node {
  return {
    ...node,
    ...(stops === undefined ? {} : { while: stops }),
    ...(asks === undefined ? {} : { until: asks }),
  }
}

function handlingEverything(node: Extract<Node, { readonly kind: "attempt" }>): Node {
  return { ...node, handlers: node.handlers.map((handler) => ({ ...handler, errors: ["States.ALL"] })) }
}

/** A sleep in the place of an end. */
function asRun({ id, name, at }: Node): Node {
  return { id, name, at, kind: "sleep", for: { seconds: { kind: "literal", value: 1 } } }
}

type Read = ReturnType<Evaluate>

function over(change: (value: Read) => Read): Evaluate {
  return (expression, resolve) => change(evaluate(expression, resolve))
}

function isSingle(value: Read): value is readonly [NonNullable<Read>] {
  return Array.isArray(value) && value.length === 1
}

function withNulls(expression: Expression, resolve: Parameters<Evaluate>[1]): Read {
  if (expression.kind !== "object") return evaluate(expression, resolve)
  return Object.fromEntries(expression.fields.map(({ key, value }) => [key, evaluate(value, resolve) ?? null]))
}

function withoutNulls(expression: Expression, resolve: Parameters<Evaluate>[1]): Read {
  if (expression.kind !== "object") return evaluate(expression, resolve)
  const fields = expression.fields.map(({ key, value }) => [key, evaluate(value, resolve) ?? null] as const)
  return Object.fromEntries(fields.filter(([, value]) => value !== null))
}

function shifted(expression: Expression, resolve: Parameters<Evaluate>[1]): Read {
  return evaluate(expression, (origin) => {
    const value = resolve(origin)
    return origin.from === "index" && typeof value === "number" ? value + 1 : value
  })
}
