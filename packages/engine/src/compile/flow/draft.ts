import type { StateType } from "../../asl/document.ts"
import type { Json, JsonObject } from "../../asl/json.ts"
import type { Note } from "../../plan/plan.ts"
import type { Level } from "./level.ts"

/** A JSON object under construction. */
export interface Fields {
  [field: string]: Json
}

/** What catches a failing expression of a state: an enclosing attempt or saga of the same level. Compared by identity. */
export interface Catching {
  readonly kind: "attempt" | "saga"
}

/** How an embedded state is written. */
export interface Embedded {
  readonly language: "JSONPath" | "JSONata"
  /** @param next - Where its level goes on; undefined where it ends there. */
  readonly write: (next: string | undefined) => JsonObject
  /** Its way out of these states; undefined where it has none. */
  readonly exit: Way | undefined
  /** It ends its level by itself, and does not lead to a state that is not there. */
  readonly ends: boolean
}

/** A state under construction. Its ways out carry their own Assign, Output and Next. */
export class Draft {
  readonly type: StateType
  readonly name: string
  readonly note: Note
  /** It stands past a pivot. */
  forward = false
  /** The fields that are the state's own: not Type, Branches, ItemProcessor, Catch, Choices, Assign, Output, Next, End. */
  readonly fields: Fields
  readonly ways: Way[] = []
  /** A Parallel's branches or a Map's processor. */
  readonly levels: Level[] = []
  /** Beside StartAt and States of a Map's processor. */
  processorConfig: JsonObject | undefined = undefined
  /** A state that stands as it is. */
  embedded: Embedded | undefined = undefined
  /** Of a Pass after embedded states: their ways out, which end by themselves where it only hands on what it is given. */
  hands: readonly Way[] | undefined = undefined

  constructor(type: StateType, name: string, note: Note, fields: Fields = {}) {
    this.type = type
    this.name = name
    this.note = note
    this.fields = fields
  }

  /** Adds a way out. Rules and catchers are tried in the order in which they were added. */
  way(kind: Way["kind"], taken: Fields = {}): Way {
    const way = new Way(kind, this, taken)
    this.ways.push(way)
    return way
  }
}

/** A way out of a state: to a state that may not exist yet, or to the end of its level. */
export class Way {
  /**
   * `start`: the way into a level. `next`: on success. `rule`, `default`: of a Choice. `catch`: of a failure.
   * `cancelled`: of an execution that was cancelled before; stands in the notes alone.
   */
  readonly kind: "start" | "next" | "rule" | "default" | "catch" | "cancelled"
  /** The state it leaves; undefined for `start`. */
  readonly draft: Draft | undefined
  /** A rule's Condition, a catcher's ErrorEquals. */
  readonly taken: Fields
  readonly assign: Fields = {}
  output: Json | undefined = undefined
  next: string | undefined = undefined
  ends = false
  /** What this way's own expressions read in place of a variable: of values that are only being assigned here. */
  readonly local: Map<string, () => string> = new Map()
  /** What catches a failing expression of this way. */
  caughtBy: Catching | undefined = undefined
  /** Its expressions must not fail: a failure would say that the step did not happen. */
  exact = false
  /** A failing expression of it runs its step again. */
  retried = false
  /** It assigns what a step computes. */
  computes = false

  constructor(kind: Way["kind"], draft: Draft | undefined, taken: Fields) {
    this.kind = kind
    this.draft = draft
    this.taken = taken
  }
}
