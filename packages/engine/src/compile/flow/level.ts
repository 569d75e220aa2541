import type { Draft } from "./draft.ts"
import { Way } from "./draft.ts"
import type { Saga } from "../saga/saga.ts"

/** JSONata of the item that a Map's processor, or its ItemSelector, is evaluated for: that of the innermost Map. */
export const mapItem = "$states.context.Map.Item"

/** Where a level stands: the Parallel or Map that holds it. */
export interface Holder {
  readonly level: Level
  readonly draft: Draft
  /** `distributed`: an execution of its own, which sees no variable from outside. */
  readonly kind: "branch" | "items" | "distributed"
}

/** A value that a level is entered with: the workflow's input, an item, a captured value. */
export interface Entry {
  /** The variable that keeps it for later states. */
  readonly variable: string
  /** Its text in the level's first state. */
  readonly here: string
  /** Its text in the branches of the first state; undefined where it cannot be read there. */
  readonly inBranch: string | undefined
  /** Its text in a Map inside the first state; undefined where it cannot be read there. */
  readonly inItems: string | undefined
  /** Its variable holds `{ value }`, absent where the value is. */
  readonly boxed: boolean
  /** It comes from outside a distributed level; see `read.ts`. */
  readonly captured?: true
}

/** How a level's outcome stands in its last state's Output. */
export type OutcomeForm =
  | "plain"
  /** `{ value }`, absent where the value is. */
  | "boxed"
  /** `{ k, v }` with the item's key. */
  | { readonly keyed: string }
  /** What a saga's section needs to know of its branch; see `saga/branch-report.ts`. */
  | { readonly reports: Saga; readonly keyed?: string }

/** A start state and the states reachable from it, under construction: the root, a branch, a Map's processor. */
export class Level {
  readonly holder: Holder | undefined
  outcome: OutcomeForm
  readonly drafts: Draft[] = []
  readonly start: Way = new Way("start", undefined, {})
  /** The state that the start leads to, once there is one. */
  first: Draft | undefined = undefined
  readonly entries: Map<string, Entry> = new Map()
  /** Entries that later states read: assigned on every way out of the first state. */
  readonly kept: Map<string, Entry> = new Map()
  /** Entries that must be assigned before the first state: a Map in it needs them. */
  readonly before: Map<string, Entry> = new Map()
  /** Of a distributed level: the values captured from outside, by variable, as texts for the ItemSelector. */
  readonly captured: Map<string, string> = new Map()
  /** Where a child's input holds them: `` or `.BatchInput`. */
  capturedIn: "" | ".BatchInput" = ""

  constructor(holder?: Holder, outcome: OutcomeForm = "plain") {
    this.holder = holder
    this.outcome = outcome
  }

  /** The level whose execution this one runs in: the root, or the nearest distributed one. */
  get world(): Level {
    return this.holder === undefined || this.holder.kind === "distributed" ? this : this.holder.level.world
  }
}
