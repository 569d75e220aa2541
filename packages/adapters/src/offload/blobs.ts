import { randomUUID } from "node:crypto"

import { AdapterError, type BlobStore } from "@stepwright/engine"

import { keyPath, type Owner, ownerOf } from "./key-path.ts"

/** Where blobs are, and how patient their reader is. */
export interface BlobsOptions {
  readonly store: BlobStore
  readonly bucket: string
  readonly prefix?: string
  readonly timeoutMs?: number
}

/** A blob that is there. */
export interface Blob {
  /** Below the prefix. */
  readonly key: string
  /** Milliseconds since 1970, to the second before. */
  readonly writtenAt: number
}

/** The objects of one backend, by keys below its prefix. Every failure is an {@link AdapterError}. */
export class Blobs {
  readonly #store: BlobStore
  readonly #bucket: string
  readonly #prefix: string
  readonly #timeoutMs: number

  constructor({ store, bucket, prefix = "", timeoutMs = 10_000 }: BlobsOptions) {
    this.#store = store
    this.#bucket = bucket
    this.#prefix = prefix
    this.#timeoutMs = timeoutMs
  }

  /** Writes an object that never was there before. Answers its key. */
  async write(owner: Owner, body: Uint8Array): Promise<string> {
    const key = `${keyPath(owner)}${randomUUID()}`
    await this.#ask("write", key, () => this.#store.put({ bucket: this.#bucket, key: this.#prefix + key, body }))
    return key
  }

  async read(key: string): Promise<Uint8Array> {
    return await this.#ask("read", key, () => this.#store.get({ bucket: this.#bucket, key: this.#prefix + key }))
  }

  async delete(key: string): Promise<void> {
    await this.#ask("remove", key, () => this.#store.delete({ bucket: this.#bucket, key: this.#prefix + key }))
  }

  async ofExecution(id: string): Promise<readonly Blob[]> {
    const found: Blob[] = []
    for await (const blob of this.#list(keyPath({ kind: "executions", id }))) found.push(blob)
    return found
  }

  /** All of them, by owner: those of one follow each other. What we did not write is passed over. */
  async *all(): AsyncIterable<Blob & { readonly owner: Owner }> {
    for (const kind of ["executions", "letters"] as const) {
      for await (const blob of this.#list(`${kind}/`)) {
        const owner = ownerOf(blob.key)
        if (owner !== undefined) yield { ...blob, owner }
      }
    }
  }

  async *#list(path: string): AsyncIterable<Blob> {
    try {
      for await (const { Key, LastModified } of this.#store.list({
        bucket: this.#bucket,
        prefix: this.#prefix + path,
      })) {
        yield { key: Key.slice(this.#prefix.length), writtenAt: LastModified * 1000 }
      }
    } catch (error) {
      throw failed("list", path, error)
    }
  }

  async #ask<T>(verb: string, key: string, call: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${this.#timeoutMs} ms.`)), this.#timeoutMs)
    })
    try {
      return await Promise.race([call(), late])
    } catch (error) {
      throw failed(verb, key, error)
    } finally {
      clearTimeout(timer)
    }
  }
}

function failed(verb: string, key: string, cause: unknown): AdapterError {
  if (cause instanceof Error && cause.name === "S3.NoSuchKeyException") {
    const message = `The offloaded payload '${key}' is not there any more.`
    return new AdapterError({ code: "BLOB_MISSING", message, retryable: false, cause })
  }
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `The object store could not ${verb} '${key}': ${why}`
  return new AdapterError({ code: "BLOB_FAILED", message, retryable: true, cause })
}
