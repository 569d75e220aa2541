import type { Json, JsonObject } from "../asl/json.ts"
import type { Fan } from "./fan.ts"

/**
 * What a frame waits for. `read` is an ItemReader's data, `write` what a ResultWriter writes, `child` the end of a
 * distributed Map's child execution: such a frame enters no state, and stands for the child in its Map. `nothing` also stands for a frame that failed, `aborted` for one
 * that was stopped, and `halted` for one that stopped at rest when the execution was cancelled; all are kept for a
 * redrive until the execution goes on without them.
 */
export type Waiting =
  | "nothing"
  | "task"
  | "time"
  | "retry"
  | "children"
  | "read"
  | "write"
  | "child"
  | "aborted"
  | "halted"

/** One of a Map's items, for `Context.Map.Item`. */
export interface MapItem {
  readonly value: Json
  readonly key?: string | undefined
  /** Where the items come from, in a distributed Map: `STATE_DATA` or `S3://bucket/key`. */
  readonly source?: string | undefined
}

/**
 * One line of control: the root, a Parallel branch, a Map iteration, or a child execution that is awaited. Only the transition whose number it carries
 * changes it; every other one works on a copy, so that a run, once answered, never changes.
 */
export class Frame {
  readonly rev: number
  readonly id: number
  /** The frame whose Parallel or Map state started this one; -1 for the root. */
  readonly parent: number
  /** The branch's or iteration's index in its parent. */
  readonly index: number
  /** In a Map iteration: its item. */
  readonly item: MapItem | undefined
  /** The index, in the machine, of the state it stands in. */
  state = 0
  /** The raw input of that state. */
  input: Json = null
  /** Variables assigned on this line of control. */
  variables: JsonObject | undefined = undefined
  /** How many times states that can be entered again were entered, by index; undefined until the first. */
  visits: Readonly<Record<number, number>> | undefined = undefined
  /** How many states this frame has entered. */
  entries = 0
  /** The event that entered the state, its time, and the event it follows. */
  enteredEvent = 0
  enteredAt = 0
  beforeEntered = 0
  /** The last event on this line of control. */
  lastEvent = 0
  /** How many things this frame has waited for: names the one it waits for now. */
  seq = 0
  waiting: Waiting = "nothing"
  /** When the wait began: a task's timeouts count from here, and its expressions read this time. */
  since = 0
  /** When a timer is due. */
  due = 0
  /** How far a task's answer has come: 1 submitted (an activity: scheduled), 2 an activity's worker took it. */
  submitted = 0
  /** Attempts of this state that failed and were retried: in all, and by retrier. */
  retryCount = 0
  retries: readonly number[] | undefined = undefined
  fan: Fan | undefined = undefined
  /** The number of the map run under way, where the state is a distributed Map; -1 where there is none. */
  mapRun = -1
  /** It caught that the execution was cancelled, and what follows runs to its end. */
  shielded = false

  constructor(rev: number, id: number, parent: number, index: number, item: MapItem | undefined) {
    this.rev = rev
    this.id = id
    this.parent = parent
    this.index = index
    this.item = item
  }

  /** A copy for another transition to change. */
  copy(rev: number): Frame {
    const copy = new Frame(rev, this.id, this.parent, this.index, this.item)
    copy.state = this.state
    copy.input = this.input
    copy.variables = this.variables
    copy.visits = this.visits
    copy.entries = this.entries
    copy.enteredEvent = this.enteredEvent
    copy.enteredAt = this.enteredAt
    copy.beforeEntered = this.beforeEntered
    copy.lastEvent = this.lastEvent
    copy.seq = this.seq
    copy.waiting = this.waiting
    copy.since = this.since
    copy.due = this.due
    copy.submitted = this.submitted
    copy.retryCount = this.retryCount
    copy.retries = this.retries
    copy.fan = this.fan
    copy.mapRun = this.mapRun
    copy.shielded = this.shielded
    return copy
  }
}
