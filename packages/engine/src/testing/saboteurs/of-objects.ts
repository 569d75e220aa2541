import { type BlobStore, type ObjectStore, ObjectStoreError, type StoredObject } from "../../ports/object-store.ts"
import { allOf, canDelete } from "../contract/objects/object-clause.ts"

/** A fault that an object store could have, put on top of one that has none. */
export interface ObjectStoreSaboteur {
  /** What it does wrong. */
  readonly name: string
  readonly sabotage: (store: ObjectStore) => ObjectStore
}

/** Every fault that the contract of object stores is known to see. */
export const objectStoreSaboteurs: readonly ObjectStoreSaboteur[] = [
  overriding("takes bytes for text", (real) => ({
    put: ({ body, ...request }) =>
      real.put({ ...request, body: new TextEncoder().encode(new TextDecoder().decode(body)) }),
  })),
  overriding("loses what is empty", (real) => ({
    put: async (request) => (request.body.length === 0 ? undefined : real.put(request)),
  })),
  overriding("keeps the first object of a key", (real) => ({
    async put(request) {
      const known = await real.get(request).then(
        () => true,
        (error: unknown) => !(error instanceof ObjectStoreError) || error.name.includes("Bucket"),
      )
      if (!known) await real.put(request)
    },
  })),
  overriding("adds to the object of a key", (real) => ({
    async put(request) {
      const before = await real.get(request).catch(() => new Uint8Array())
      await real.put({ ...request, body: Buffer.concat([before, request.body]) })
    },
  })),
  keyed("knows a key by its last part", lastPart),
  overriding("reads an object of the same name in another folder", (real) => ({
    get: (request) => real.get({ ...request, key: lastPart(request.key) }).catch(() => real.get(request)),
  })),
  keyed("writes keys as addresses", (key) => encodeURI(key)),
  keyed("reads keys as addresses", (key) => key.replaceAll("%20", " ")),
  keyed("trims keys", (key) => key.trim()),
  overriding("writes an object piece by piece", (real) => ({
    async put({ body, ...request }) {
      if (body.length > 1000) await real.put({ ...request, body: body.subarray(0, 1000) })
      await real.put({ ...request, body })
    },
  })),
  overriding("shows what it is still writing", (real) => ({
    async put(request) {
      if (request.body.length > 1000) await real.put({ ...request, key: `${request.key}.part` })
      await real.put(request)
    },
  })),
  overriding("keeps the bytes that it is handed", (real) => {
    const kept = new Map<string, Uint8Array>()
    return {
      async put(request) {
        await real.put(request)
        kept.set(request.key, request.body)
      },
      get: async (request) => (await real.get(request), kept.get(request.key) ?? real.get(request)),
    }
  }),
  overriding("hands out the bytes that it keeps", (real) => {
    const kept = new Map<string, Uint8Array>()
    return {
      async put(request) {
        kept.delete(request.key)
        await real.put(request)
      },
      async get(request) {
        const body = kept.get(request.key) ?? (await real.get(request))
        kept.set(request.key, body)
        return body
      },
    }
  }),
  listing("takes a prefix for a folder", async function* (objects, prefix) {
    for await (const object of objects) if (prefix === "" || object.Key.startsWith(folderOf(prefix))) yield object
  }),
  overriding("ignores the prefix", (real) => ({ list: ({ bucket }) => real.list({ bucket }) })),
  listing("lists no folders", async function* (objects) {
    for await (const object of objects) if (!object.Key.includes("/")) yield object
  }),
  ordered("lists by UTF-16", (a, b) => (a.Key < b.Key ? -1 : 1)),
  ordered("lists as people sort", (a, b) => a.Key.localeCompare(b.Key)),
  ordered("lists the newest first", (a, b) => (a.Key < b.Key ? 1 : -1)),
  listing("lists the first page", async function* (objects) {
    let left = 1000
    for await (const object of objects) if (left-- > 0) yield object
  }),
  listing("begins a page with the last object of the one before", async function* (objects) {
    let at = 0
    for await (const object of objects) {
      if (++at % 1000 === 0) yield object
      yield object
    }
  }),
  listing("reads a listing to its end, whoever leaves it", async function* (objects) {
    let ended = false
    try {
      for await (const object of objects) yield object
      ended = true
    } finally {
      if (!ended) await Promise.reject(new Error("this listing has not ended"))
    }
  }),
  described("counts characters", ({ Size, ...object }) => ({ ...object, Size: Size === 5 ? 4 : Size })),
  described("counts milliseconds", (object) => ({ ...object, LastModified: object.LastModified * 1000 })),
  described("tells parts of seconds", (object) => ({ ...object, LastModified: object.LastModified + 0.5 })),
  described("leaves the storage class to the reader", (object) => ({ ...object, StorageClass: "" })),
  described("unquotes an Etag", (object) => ({ ...object, Etag: object.Etag.replaceAll('"', "") })),
  described("makes an Etag of the key", (object) => ({ ...object, Etag: `"${object.Key}"` })),
  overriding("reads what is not there as empty", (real) => ({
    get: (request) => real.get(request).catch(() => new Uint8Array()),
  })),
  overriding("reads the object below a key", (real) => ({
    get: (request) =>
      real.get(request).catch(async (error: unknown) => {
        for await (const { Key } of real.list({ bucket: request.bucket, prefix: request.key })) {
          return await real.get({ ...request, key: Key })
        }
        throw error
      }),
  })),
  overriding("fails on its own terms", (real) => ({
    get: (request) =>
      real.get(request).catch(() => {
        throw new Error("ENOENT")
      }),
  })),
  overriding("tells nobody what is not there", (real) => ({
    get: (request) =>
      real.get(request).catch((error: unknown) => {
        throw error instanceof ObjectStoreError && error.name === "S3.NoSuchKeyException"
          ? new ObjectStoreError("NoSuchKey", "There is no such object.")
          : error
      }),
  })),
  overriding("reads the newest version, whatever is asked for", (real) => ({
    get: ({ bucket, key }) => real.get({ bucket, key }),
  })),
  overriding("takes a bucket that is not there for an empty one", (real) => ({
    async *list(request) {
      try {
        yield* real.list(request)
      } catch {
        return
      }
    },
  })),
  overriding("takes an empty bucket for one that is not there", (real) => ({
    async *list(request) {
      const objects = await allOf(real.list(request))
      if (objects.length === 0) throw new ObjectStoreError("NoSuchBucket", `There is no bucket '${request.bucket}'.`)
      yield* objects
    },
  })),
  removing("removes nothing", () => async () => {}),
  removing("removes all that begins with a key", (real) => async ({ bucket, key }) => {
    for (const { Key } of await allOf(real.list({ bucket, prefix: key }))) await real.delete({ bucket, key: Key })
  }),
  removing("removes the object above a key", (real) => async ({ bucket, key }) => {
    await real.delete({ bucket, key })
    if (key.includes("/")) await real.delete({ bucket, key: key.slice(0, key.lastIndexOf("/")) })
  }),
  removing("refuses to remove what is not there", (real) => async (request) => {
    await real.get(request)
    await real.delete(request)
  }),
  removing("removes the folder of an object", (real) => async ({ bucket, key }) => {
    await real.delete({ bucket, key })
    const prefix = key.slice(0, key.lastIndexOf("/") + 1)
    if (prefix === "") return
    for (const { Key } of await allOf(real.list({ bucket, prefix }))) await real.delete({ bucket, key: Key })
  }),
  overriding("loses what is written to a bucket that is not there", (real) => ({
    put: (request) => real.put(request).catch(() => undefined),
  })),
]

function overriding(name: string, override: (real: ObjectStore) => Partial<ObjectStore>): ObjectStoreSaboteur {
  return {
    name,
    sabotage: (real) => ({
      get: (request) => real.get(request),
      list: (request) => real.list(request),
      put: (request) => real.put(request),
      ...(canDelete(real) ? { delete: (request: Parameters<BlobStore["delete"]>[0]) => real.delete(request) } : {}),
      ...override(real),
    }),
  }
}

/** A saboteur that removes in its own way. */
function removing(name: string, remove: (real: BlobStore) => BlobStore["delete"]): ObjectStoreSaboteur {
  return {
    name,
    sabotage: (real) => (canDelete(real) ? { ...real, delete: remove(real) } : real),
  }
}

/** A saboteur that knows objects by other keys than theirs. */
function keyed(name: string, change: (key: string) => string): ObjectStoreSaboteur {
  return overriding(name, (real) => ({
    get: (request) => real.get({ ...request, key: change(request.key) }),
    put: (request) => real.put({ ...request, key: change(request.key) }),
  }))
}

/** A saboteur that changes a listing. */
function listing(
  name: string,
  change: (objects: AsyncIterable<StoredObject>, prefix: string) => AsyncIterable<StoredObject>,
): ObjectStoreSaboteur {
  return overriding(name, (real) => ({ list: (request) => change(real.list(request), request.prefix ?? "") }))
}

/** A saboteur that lists in another order. */
function ordered(name: string, compare: (a: StoredObject, b: StoredObject) => number): ObjectStoreSaboteur {
  return listing(name, async function* (objects) {
    yield* (await allOf(objects)).toSorted(compare)
  })
}

/** A saboteur that says something else of each object. */
function described(name: string, change: (object: StoredObject) => StoredObject): ObjectStoreSaboteur {
  return listing(name, async function* (objects) {
    for await (const object of objects) yield change(object)
  })
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1)
}

function folderOf(prefix: string): string {
  return prefix.endsWith("/") ? prefix : `${prefix}/`
}
