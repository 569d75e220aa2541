import type { Frame } from "./frame.ts"

/** A node of the library's syntax tree, as far as evaluation reads it. */
export interface Node {
  readonly type: string
  readonly value?: unknown
  readonly position?: number
  readonly steps?: readonly Node[]
  readonly stages?: readonly Node[]
  readonly predicate?: readonly Node[]
  readonly expr?: Node
  readonly group?: Node
  readonly keepArray?: boolean
  readonly keepSingletonArray?: boolean
  readonly consarray?: boolean
  readonly tuple?: boolean
  readonly focus?: string
  readonly index?: string
  readonly ancestor?: { readonly label: string }
  readonly slot?: { readonly label: string }
  readonly expression?: Node
  readonly expressions?: readonly Node[]
  /** Of a binary operator or binding a node; of an object its pairs. */
  readonly lhs?: Node | readonly (readonly [Node, Node])[]
  readonly rhs?: Node
  readonly procedure?: Node
  readonly arguments?: readonly Node[]
  readonly body?: Node
  readonly thunk?: boolean
  readonly signature?: { readonly definition: string }
  readonly condition?: Node
  readonly then?: Node
  readonly else?: Node
  readonly pattern?: Node
  readonly update?: Node
  readonly delete?: Node
  readonly terms?: readonly { readonly descending: boolean; readonly expression: Node }[]
}

/** A compiled node: its value for an input in a scope. */
export type Evaluate = (input: unknown, frame: Frame) => unknown

/** A member that this kind of node always has. */
export function required<T>(member: T | undefined): T {
  if (member === undefined) throw new Error("the syntax tree is not JSONata's")
  return member
}
