/** How a case went. */
export interface Ran {
  readonly status: string
  readonly output?: unknown
  readonly error?: string | undefined
  readonly cause?: string | undefined
  /** Keys of the steps that could not be undone, as the dead letters tell. */
  readonly letters: readonly string[]
  /** It was cancelled while it ran. */
  readonly cancelled: boolean
  /** A distributed child execution was lost while it ran. */
  readonly lost: boolean
}

/** The key that a dead letter tells of. */
export function keyOfLetter(body: string): string {
  return (JSON.parse(body) as { readonly key: string }).key // the compiler's own
}
