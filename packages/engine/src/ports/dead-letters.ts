/**
 * Work that was given up on, for people to see to. Written by {@link Commit.deadLetters}. An open letter is kept until a
 * person has settled it, even where its execution is pruned; a settled one is kept as a record of the execution, and is
 * pruned with it.
 */
export interface DeadLetters {
  /** Newest first. */
  list(params: ListDeadLetters): Promise<DeadLetterPage>
  get(params: { readonly id: string }): Promise<DeadLetter | undefined>
  /**
   * Notes what a person did about an open letter. Atomic with the check that it is open: of two that settle it one is
   * told so. `changed` is false where it was settled, or is not there.
   */
  change(params: { readonly id: string; readonly change: DeadLetterChange }): Promise<{ readonly changed: boolean }>
}

/** `RETRIED`: what was given up on was done after all. `DROPPED`: a person decided that it need not be. */
export type DeadLetterStatus = "OPEN" | "RETRIED" | "DROPPED"

/** A letter as it is written. */
export interface NewDeadLetter {
  /** Begins with `deadLetterRoute` of its execution. Deterministic: the same letter written again has the same id. */
  readonly id: string
  /** The execution that wrote it. */
  readonly execution: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** What was sent to the queue, as text. */
  readonly body: string
  /** What the runtime knows beside. Opaque. */
  readonly details?: string
}

export interface DeadLetter extends NewDeadLetter {
  readonly status: DeadLetterStatus
  /** Retries noted so far, the one that settled it included. */
  readonly retries: number
  /** When it was last changed; absent where it never was. */
  readonly changedAt?: number
  /** What the last change noted, if it noted anything. Opaque. */
  readonly note?: string
}

/** `OPEN` and `RETRIED` count a retry: one that failed, or the one that went well. */
export interface DeadLetterChange {
  readonly status: DeadLetterStatus
  /** Milliseconds since 1970. */
  readonly at: number
  /** Why: the error of a retry, the reason to drop it. Opaque. */
  readonly note?: string
}

export interface ListDeadLetters {
  /** Only those that this execution wrote. */
  readonly execution?: string
  readonly status?: DeadLetterStatus
  /** 1–1000. */
  readonly limit: number
  /** The `cursor` of the page before, with the same filters. Rejects `CURSOR_INVALID` for anything else. */
  readonly cursor?: string
}

export interface DeadLetterPage {
  readonly letters: readonly DeadLetter[]
  /** Absent on the last page. Opaque. */
  readonly cursor?: string
}
