import type { Builder } from "@stepwright/dsl"

import type { Pen } from "./pen.ts"
import type { Loose, Scope, Term, TermKind } from "./scope.ts"
import type { BlockSeed } from "./seedling.ts"

/** Where a body stands. */
export interface Place {
  readonly pen: Pen
  readonly scope: Scope
  /** Whether the body may end early: by a return or a failure. */
  readonly conditional: boolean
  /** Whether it is the workflow's own body. */
  readonly outermost: boolean
  /** What the workflow, branch or item that the body belongs to comes to; an early return gives that. */
  readonly returns: TermKind
  /**
   * Whether what the body comes to may fail: then it must be read, for what nobody reads is not computed. Absent where it
   * must not fail.
   */
  readonly risk: { taken: boolean } | undefined
  /** Writes a body; the steps that have bodies are given it. */
  readonly writeBlock: (w: Builder<unknown>, place: Place, kind: TermKind, seed: BlockSeed) => Loose
}

/** An inner body, between its braces. */
export function writeBody(
  w: Builder<unknown>,
  place: Place,
  body: {
    readonly kind: TermKind
    readonly seed: BlockSeed
    readonly bound?: readonly Term[]
    readonly early?: boolean
  },
): Loose {
  const { kind, seed, bound = [], early } = body
  const inside = {
    ...place,
    scope: [...place.scope, ...bound],
    outermost: false,
    conditional: early ?? true,
    ...(early === false ? { risk: { taken: false } } : {}),
    returns: early === false ? kind : place.returns,
  }
  return place.pen.inner(() => place.writeBlock(w, inside, kind, seed))
}
