import type { BlobStore, ObjectStore, StoredObject } from "../../../ports/object-store.ts"

/** A store, and an empty bucket of it that nobody else writes to. */
export interface MadeObjectStore {
  readonly store: ObjectStore
  readonly bucket: string
  /** Lets go of what was made. */
  readonly close?: () => Promise<void>
}

/** Makes one for a clause. */
export type MakeObjectStore = () => MadeObjectStore | Promise<MadeObjectStore>

/** One promise of the port {@link ObjectStore}, as something that can fail. */
export interface ObjectClause {
  /** A sentence that would make sense in the port's comments. */
  readonly name: string
  /** It takes a second or so. */
  readonly costly?: true
  /** `delete`: for stores whose objects can be removed. */
  readonly needs?: "delete"
  /** Rejects where the promise is broken. */
  readonly check: (stage: ObjectStage) => Promise<void>
}

/** A bucket, and what clauses do with it again and again. */
export class ObjectStage {
  readonly store: ObjectStore
  readonly bucket: string

  constructor({ store, bucket }: MadeObjectStore) {
    this.store = store
    this.bucket = bucket
  }

  /** Writes objects one after the other, each with a text. */
  async put(texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, text] of Object.entries(texts)) await this.write(key, new TextEncoder().encode(text))
  }

  /** Writes objects whose texts do not matter. */
  async fill(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.put({ [key]: "text" })
  }

  async write(key: string, body: Uint8Array): Promise<void> {
    await this.store.put({ bucket: this.bucket, key, body })
  }

  async delete(key: string): Promise<void> {
    if (!canDelete(this.store)) throw new Error("nothing can be removed from this store")
    await this.store.delete({ bucket: this.bucket, key })
  }

  async read(key: string): Promise<Uint8Array> {
    return await this.store.get({ bucket: this.bucket, key })
  }

  async text(key: string): Promise<string> {
    return new TextDecoder().decode(await this.read(key))
  }

  list(prefix?: string): AsyncIterable<StoredObject> {
    return this.store.list({ bucket: this.bucket, ...(prefix === undefined ? {} : { prefix }) })
  }

  /** A listing to its end. */
  async listed(prefix?: string): Promise<readonly StoredObject[]> {
    return await allOf(this.list(prefix))
  }

  /** The keys of a listing, in its order. */
  async keys(prefix?: string): Promise<readonly string[]> {
    return (await this.listed(prefix)).map(({ Key }) => Key)
  }
}

/** Whether the objects of a store can be removed. */
export function canDelete(store: ObjectStore): store is BlobStore {
  return "delete" in store
}

/** What there is, in its order. */
export async function allOf<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const each of source) all.push(each)
  return all
}

/** Checks one clause against a fresh store. Rejects where the promise is broken. */
export async function checkObjectClause(clause: ObjectClause, make: MakeObjectStore): Promise<void> {
  const made = await make()
  try {
    await clause.check(new ObjectStage(made))
  } finally {
    await made.close?.()
  }
}
