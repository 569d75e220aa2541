import type { Json } from "../asl/json.ts"
import { Trie } from "./trie.ts"

/** A branch or iteration that is under way: the frame it runs in. */
export class Running {
  readonly frame: number

  constructor(frame: number) {
    this.frame = frame
  }
}

/** A branch's or iteration's place: under way, its output, or empty (not begun, or failed and tolerated). */
export type Slot = Running | Json

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
  readonly concurrency: number
  /** Failures that are tolerated; a Map fails beyond either. */
  readonly toleratedCount: number | undefined
  readonly toleratedPercentage: number | undefined
  /** How many have begun. */
  begun = 0
  open = 0
  failed = 0
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
    return copy
  }

  /** The outputs in order; failed iterations that were tolerated leave no gap. */
  results(): readonly Json[] {
    const outputs: Json[] = []
    this.slots.forEach((slot) => {
      if (!(slot instanceof Running)) outputs.push(slot)
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
