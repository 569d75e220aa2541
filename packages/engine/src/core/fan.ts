import type { Json } from "../asl/json.ts"
import type { ChildEnd } from "./fact.ts"
import { Trie } from "./trie.ts"

/** A branch or iteration that is under way: the frame it runs in. */
export class Running {
  readonly frame: number

  constructor(frame: number) {
    this.frame = frame
  }
}

/** How a distributed Map's child execution ended. */
export class Ended {
  readonly status: ChildEnd["status"]
  readonly output: Json | undefined
  readonly error: string | undefined
  readonly cause: string | undefined
  /** When it was first ordered, and when it started and stopped, in milliseconds since 1970. */
  readonly since: number
  readonly startedAt: number
  readonly stoppedAt: number

  constructor(end: Ended) {
    this.status = end.status
    this.output = end.output
    this.error = end.error
    this.cause = end.cause
    this.since = end.since
    this.startedAt = end.startedAt
    this.stoppedAt = end.stoppedAt
  }
}

/**
 * A branch's or iteration's place: under way, its output, or empty (not begun, or failed and tolerated). That of a child
 * execution: under way, how it ended, or empty (not begun).
 */
export type Slot = Running | Ended | Json

const none: readonly number[] = []

/** What a Parallel or Map state keeps while its branches or iterations run. Changed only by the transition it belongs to. */
export class Fan {
  readonly rev: number
  /** How many branches or iterations there are. */
  readonly total: number
  /** A Map's items; a Parallel has none. */
  readonly items: readonly Json[] | undefined
  /** The keys of the items, where the Map goes over an object. */
  readonly keys: readonly string[] | undefined
  /** At most so many at once. */
  concurrency: number
  /** Failures that are tolerated; a Map fails beyond either. */
  toleratedCount: number | undefined
  toleratedPercentage: number | undefined
  /** How many have begun. */
  begun = 0
  open = 0
  /** Iterations, or a distributed Map's items, that failed. */
  failed = 0
  /** Child executions to run again after a redrive, by index, and how many of them have begun. */
  again: readonly number[] = none
  againBegun = 0
  slots: Trie<Slot>

  constructor(rev: number, plan: FanPlan, slots: Trie<Slot> = Trie.empty(rev)) {
    this.rev = rev
    this.total = plan.total
    this.items = plan.items
    this.keys = plan.keys
    this.concurrency = plan.concurrency
    this.toleratedCount = plan.toleratedCount
    this.toleratedPercentage = plan.toleratedPercentage
    this.slots = slots
  }

  /** This fan for a transition to change: itself where it is already that transition's. */
  edit(rev: number): Fan {
    if (rev === this.rev) return this
    const copy = new Fan(rev, this, this.slots.edit(rev))
    copy.begun = this.begun
    copy.open = this.open
    copy.failed = this.failed
    copy.again = this.again
    copy.againBegun = this.againBegun
    return copy
  }

  /** The outputs in order; iterations that failed and were tolerated leave no gap. */
  results(): readonly Json[] {
    const outputs: Json[] = []
    this.slots.forEach((slot) => {
      if (slot instanceof Ended) {
        if (slot.status === "SUCCEEDED") outputs.push(slot.output ?? null)
      } else if (!(slot instanceof Running)) outputs.push(slot)
    })
    return outputs
  }
}

/** The fan of a frame whose children are under way, for the transition `rev` to change. */
export function editFan(rev: number, frame: { fan: Fan | undefined }): Fan {
  if (frame.fan === undefined) throw new Error("a frame without branches or iterations")
  frame.fan = frame.fan.edit(rev)
  return frame.fan
}

/** What is fixed about a fan when its state starts it. */
export interface FanPlan {
  readonly total: number
  readonly items: readonly Json[] | undefined
  readonly keys: readonly string[] | undefined
  readonly concurrency: number
  readonly toleratedCount: number | undefined
  readonly toleratedPercentage: number | undefined
}
