/** Writes texts in another form than they are handed in, and reads them back. */
export interface Codec {
  /** @throws {AdapterError} where it cannot be written; `retryable` where that may pass. */
  write(text: string, place: Place): Promise<string>
  /** @throws {AdapterError} where it cannot be read back; `retryable` where that may pass. */
  read(text: string, place: Place): Promise<string>
}

/** What a text is, and whose. A text is read from the very place that it was written to, but for an answer. */
export interface Place {
  readonly kind: PlaceKind
  /** An execution's id; of what a dead letter holds, the letter's; of an answer, its token. */
  readonly of: string
  /** Of a fact, its place in the journal; of a checkpoint, how many facts it stands for. */
  readonly at?: number
}

/** An `answer` is written to a token, and read as a `message` of the execution that waited for it. */
export type PlaceKind =
  | "header"
  | "input"
  | "output"
  | "error"
  | "cause"
  | "fact"
  | "checkpoint"
  | "message"
  | "answer"
  | "letter-body"
  | "letter-details"
  | "letter-note"
