import type { RunTask } from "../core/index.ts"
import type { QueueJob } from "../ports/task-queues.ts"
import type { Call } from "./call.ts"
import type { Due } from "./due-heap.ts"

/** One thing that a line of control waits for, for as long as it is waited for. */
export class Work {
  readonly frame: number
  readonly seq: number
  /** Absent for a timer. */
  readonly order: RunTask | undefined
  /** When the timer, or the task's `TimeoutSeconds`, is due. */
  due: Due<TimerEntry> | undefined = undefined
  /** When `HeartbeatSeconds` are over. */
  beatDue: Due<TimerEntry> | undefined = undefined
  /** When the last heartbeat came, in milliseconds since 1970; until then when the attempt was ordered. */
  lastBeat: number
  /** Id of that heartbeat's message: it stays in the inbox, so that a successor hears of it. */
  beatMessage: string | undefined = undefined
  /** User code at work on it. */
  call: Call | undefined = undefined
  /** User code for it stands in line: it has not begun. */
  inLine = false
  /** Nobody wants its answer any more, neither here nor elsewhere. */
  abandoned = false
  /** The token under which the answer is awaited. */
  token: string | undefined = undefined
  /** The job that was sent for it. */
  job: QueueJob | undefined = undefined
  /** When its job is to be sent once more, in milliseconds since 1970, lest it was lost. */
  resendAt: number | undefined = undefined
  /** The id of the child execution whose end is awaited, once it is sure that it is ours. */
  child: string | undefined = undefined

  /** It was cancelled, and is given the time that it takes. */
  unbounded = false

  constructor(frame: number, seq: number, order: RunTask | undefined) {
    this.frame = frame
    this.seq = seq
    this.order = order
    this.lastBeat = order?.sinceMs ?? 0
  }
}

/** What comes out of the worker's heap of timers. */
export interface TimerEntry {
  /** The execution's id. */
  readonly execution: string
  readonly work: Work
  readonly kind: "timer" | "timeout" | "heartbeat"
}
