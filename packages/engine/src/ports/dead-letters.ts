/** Work that was given up on, for people to see to. Written by {@link Commit.deadLetters}, kept until it is removed. */
export interface DeadLetters {
  /** Newest first. */
  list(params: { readonly limit: number; readonly cursor?: string }): Promise<DeadLetterPage>
  get(params: { readonly id: string }): Promise<DeadLetter | undefined>
  /** Idempotent. Answers whether there was one. */
  remove(params: { readonly id: string }): Promise<{ readonly removed: boolean }>
}

export interface DeadLetter {
  /** Deterministic: the same letter written again has the same id. */
  readonly id: string
  /** The execution that wrote it. */
  readonly execution: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** What was sent to the queue, as text. */
  readonly body: string
}

export interface DeadLetterPage {
  readonly letters: readonly DeadLetter[]
  /** Absent on the last page. Opaque. */
  readonly cursor?: string
}
