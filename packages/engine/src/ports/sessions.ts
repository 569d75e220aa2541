import type { NewDeadLetter } from "./dead-letters.ts"
import type { ExecutionRecord, StoredStatus } from "./executions.ts"
import type { Backlog } from "./telemetry.ts"
import type { Text } from "./text.ts"
import type { Unreadable } from "./unreadable.ts"

/**
 * Running executions. A worker opens a session; what the session reserves is its own alone until it lets go of it or
 * the session ends. All that a worker does to executions goes through {@link tick}.
 */
export interface Sessions {
  /**
   * Opens a session. A backend in one process keeps it until it is closed or the process dies; one shared by several
   * processes also ends it when its worker has not ticked for a while.
   */
  open(params: OpenSession): Promise<{ readonly session: string }>
  /**
   * Adds plans to those that a session can run: what waits by one of them is handed to it from now on. Idempotent; of a
   * session that has ended, nothing.
   */
  serve(params: { readonly session: string; readonly plans: readonly string[] }): Promise<void>
  /**
   * Commits what happened and hands out what is to be done next: ONE atomic operation per store or, on a partitioned
   * one, per partition. Each commit is taken or refused as a whole; a refused one changes nothing and does not touch
   * the others. In order: commits as given, then timers that are due, then messages, then reservations. A tick of a
   * session that has ended does nothing and answers `lost`.
   *
   * A rejected tick leaves open which commits were taken: the worker must give the session up.
   */
  tick(params: Tick): Promise<TickResult>
  /**
   * Ends a session. Whatever it still owned becomes ready, before anything else, and as if it had not been delivered.
   * Idempotent.
   */
  close(params: { readonly session: string }): Promise<void>
  /** What is ready and not reserved, for gauges: cheap, and may be a little old. Absent where the store cannot tell. */
  backlog?(): Backlog | undefined
  /**
   * Work that nobody can run: plans with executions that are ready, or due, and are not among the plans of any open
   * session, of whatever process. May be some seconds behind. Absent where the store cannot tell.
   */
  unserved?(): Promise<readonly UnservedPlan[]>
}

/** A plan that executions wait for a worker of. */
export interface UnservedPlan {
  readonly plan: string
  /** Executions that are ready or due. */
  readonly ready: number
}

export interface OpenSession {
  /** Names the worker, for people. */
  readonly worker: string
  /** Ids of the plans that it can run; executions of others are not handed to it. */
  readonly plans: readonly string[]
  /**
   * Called when something may be waiting for this session: an execution is ready, a message came. A hint: it may come
   * late, twice or, on a shared store, not at all, so a worker must also tick now and then. Never called during `tick`.
   */
  readonly onWake: () => void
}

export interface Tick {
  readonly session: string
  /** Milliseconds since 1970, the worker's clock. A store shared by several machines goes by its own. */
  readonly now: number
  /** At most one per execution. */
  readonly commits: readonly Commit[]
  /** Reserve up to this many executions. */
  readonly want: number
  /**
   * So many more may be handed out by the session's next tick, whatever that one wants: executions that this process
   * starts until then, and which the store need not make ready for others first. Default: 0.
   */
  readonly spare?: number
}

/** What happened to one execution since its last commit. */
export interface Commit {
  readonly execution: string
  /** The journal's length that this follows on. Any other length there: refused. Not owned by the session: refused. */
  readonly expected: number
  /** Facts to append; may be none. */
  readonly facts: readonly Text[]
  /** Ids of messages that are dealt with: removed. An unknown id is no error. */
  readonly consumed?: readonly string[]
  /** Tokens that the execution waits for from now on; each begins with its `executionRoute`. Idempotent; a closed one stays closed. */
  readonly opened?: readonly string[]
  /** Tokens that it no longer waits for. */
  readonly closed?: readonly string[]
  /**
   * Answers to tokens of other executions, delivered as {@link Inbox.answer} with `final` does: at once, or by an
   * outbox that survives a crash; at least once, and never lost.
   */
  readonly answers?: readonly TokenAnswer[]
  /**
   * Word for other executions, delivered as {@link Inbox.send} does to those that run or are parked: with this commit or
   * not at all, at once or by an outbox that survives a crash; at least once, and never lost. What has ended, or is not
   * there, gets none.
   */
  readonly messages?: readonly SentMessage[]
  /** Written with this commit or not at all; an id that exists is left as it is. */
  readonly deadLetters?: readonly NewDeadLetter[]
  /** The runtime's derived state at `expected + facts.length`, replacing an earlier one. Opaque. */
  readonly checkpoint?: string
  /**
   * A new status. Anything but `RUNNING` ends the session's ownership, and messages that are left are dropped; those of
   * a `PARKED` one stay and make it ready at once, for what was accepted for it must not be lost.
   */
  readonly status?: StatusChange
  /**
   * Ends the session's ownership: the execution sleeps until `due` (milliseconds since 1970) or a message. One with
   * a message that is not dealt with is ready at once.
   */
  readonly sleep?: { readonly due?: number }
}

export interface SentMessage {
  readonly execution: string
  readonly body: string
}

export interface TokenAnswer {
  readonly token: string
  readonly answer: string
}

/** `RUNNING` takes back an end: the execution was redriven. */
export interface StatusChange {
  readonly status: StoredStatus
  /** Milliseconds since 1970; ignored for `RUNNING`. */
  readonly at: number
  /** JSON text. */
  readonly output?: Text
  readonly error?: string
  readonly cause?: string
}

export type TickResult =
  | { readonly lost: true }
  | {
      readonly lost: false
      /** Executions whose commit was refused. The session does not own them any more. */
      readonly refused: readonly string[]
      readonly reserved: readonly Reserved[]
      /** Messages that came for executions the session owns; each is handed over once per ownership. */
      readonly messages: readonly Delivery[]
      /** More is ready than was reserved. */
      readonly more: boolean
      /** When the first sleeping execution of the session's plans is due; absent where none sleeps by time. */
      readonly nextDue?: number
    }

/** An execution handed to a session, with all that is needed to go on with it. */
export interface Reserved extends Omit<ExecutionRecord, "header" | "input"> {
  /** As it was handed in, or written; the input likewise. */
  readonly header: Text
  readonly input: Text
  /** Its texts could not be read back: header and input are empty, and there is no other text but its messages. */
  readonly unreadable?: Unreadable
  /** The last checkpoint, and how many facts it stands for. */
  readonly checkpoint?: { readonly length: number; readonly state: string }
  /** The facts after the checkpoint, or all of them. */
  readonly facts: readonly string[]
  /** The journal's length. */
  readonly length: number
  /** Messages not dealt with, oldest first. */
  readonly messages: readonly Message[]
  /**
   * How often it was handed out, this time included, since its journal last grew or a session let go of it in good
   * order. Stored before this answer, so that a worker which dies of it was counted. At most one too high.
   */
  readonly deliveries: number
}

export interface Message {
  readonly id: string
  /** Opaque. */
  readonly body: string
  /** It could not be read back, and its body is empty. It is not to be consumed: it may be readable one day. */
  readonly unreadable?: Unreadable
}

export interface Delivery extends Message {
  readonly execution: string
}
