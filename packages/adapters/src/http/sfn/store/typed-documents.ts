import type { Documents } from "@stepwright/engine"

import { ApiError } from "../api-error.ts"

/** How often a change is tried again that others were faster with. */
const mostTries = 20

/** Documents of one kind as values, under keys that begin alike. */
export class TypedDocuments<T extends object> {
  readonly #documents: Documents
  readonly #prefix: string
  readonly #keyOf: (name: string) => string

  /** @param keyOf - The key of a document by its name; begins with `prefix`. */
  constructor(documents: Documents, prefix: string, keyOf: (name: string) => string = (name) => prefix + name) {
    this.#documents = documents
    this.#prefix = prefix
    this.#keyOf = keyOf
  }

  async get(name: string): Promise<T | undefined> {
    const found = await this.#documents.get({ key: this.#keyOf(name) })
    return found === undefined ? undefined : (JSON.parse(found.text) as T) // as `change` wrote it
  }

  /**
   * Changes a document, or makes or removes it: `change` is given what stands there, undefined for nothing, and answers
   * what is to stand there. It may be called again where others were faster.
   * @returns what stands there then.
   * @throws {ApiError} `ConflictException` where others are always faster; what `change` throws.
   */
  async change<R extends T | undefined>(name: string, change: (now: T | undefined) => R | Promise<R>): Promise<R> {
    const key = this.#keyOf(name)
    for (let tries = 0; tries < mostTries; tries++) {
      const found = await this.#documents.get({ key })
      const now = found === undefined ? undefined : (JSON.parse(found.text) as T) // as written below
      const next = await change(now)
      if (next === now) return next
      const expected = found?.version ?? 0
      if (next === undefined) {
        if (await this.#documents.remove({ key, expected })) return next
      } else if ((await this.#documents.put({ key, text: JSON.stringify(next), expected })) !== undefined) return next
    }
    throw new ApiError("ConflictException", `Too many requests change '${name}' at the same time.`)
  }

  /** A page of them by their keys, and where the next one begins. */
  async page(limit: number, after?: string): Promise<{ readonly values: readonly T[]; readonly cursor?: string }> {
    const found = await this.#documents.list({
      prefix: this.#prefix,
      limit,
      ...(after === undefined ? {} : { after }),
    })
    const values = found.map(({ text }) => JSON.parse(text) as T) // as `change` wrote it
    const last = found.at(-1)
    if (found.length < limit || last === undefined) return { values }
    const [next] = await this.#documents.list({ prefix: this.#prefix, limit: 1, after: last.key })
    return next === undefined ? { values } : { values, cursor: last.key }
  }
}
