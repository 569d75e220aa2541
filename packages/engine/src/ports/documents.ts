/**
 * Small things that are looked up by a key and change now and then: state machines with their versions, aliases and
 * tags, activities and what stands in their queues. Whoever changes one says which version of it was seen.
 *
 * A key has 1 to 1,024 characters of printable ASCII; keys sort by them.
 */
export interface Documents {
  get(params: { readonly key: string }): Promise<StoredDocument | undefined>
  /**
   * Writes a document whose version is `expected`; 0: that is not there. Atomic. Nothing is written otherwise.
   * @returns the version that was written; undefined where there was another.
   */
  put(params: { readonly key: string; readonly text: string; readonly expected: number }): Promise<number | undefined>
  /** Removes a document whose version is `expected`. Answers whether it did. Atomic. */
  remove(params: { readonly key: string; readonly expected: number }): Promise<boolean>
  /**
   * Documents whose keys begin with `prefix`, by their keys, at most `limit` (1–1000) of those behind `after`. What is
   * written or removed between two calls may be missed; none comes twice.
   */
  list(params: ListDocuments): Promise<readonly StoredDocument[]>
}

export interface ListDocuments {
  readonly prefix: string
  readonly after?: string
  readonly limit: number
}

export interface StoredDocument {
  readonly key: string
  /** A positive integer. The store never gives one twice, also not to a document that was removed and written again. */
  readonly version: number
  /** Opaque. */
  readonly text: string
}
