import type { Block, Expression, WorkflowTree } from "@stepwright/dsl"

import type { World } from "../world.ts"
import type { Log } from "./log.ts"
import type { Value } from "./value.ts"

/** What is the same in all of an interpretation. */
export interface Meaning {
  readonly tree: WorkflowTree
  /** What undoes the steps that were attempted, in their order. */
  readonly undos: (() => void)[]
  readonly world: World
  /** Which of so many failed branches failed first. */
  readonly decide: (count: number) => number
  readonly block: (body: Block, frame: Frame) => Value
  /** As a block, but a return inside ends it. */
  readonly level: (body: Block, frame: Frame) => Value
  readonly valueOf: (expression: Expression, frame: Frame) => Value
}

/** Where an interpretation stands. */
export interface Frame {
  readonly meaning: Meaning
  /** By origin. */
  readonly values: Map<string, Value>
  readonly log: Log
  /** The parts of a key before the step's own name. */
  readonly path: readonly string[]
}

/** Inside a step. */
export function within(frame: Frame, ...path: readonly string[]): Frame {
  return { ...frame, path: [...frame.path, ...path] }
}
