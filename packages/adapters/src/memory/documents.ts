import type { Documents } from "@stepwright/engine"

import { assertOpen, type Store } from "./store.ts"

/** Documents by their keys. */
export function memoryDocuments(store: Store): Documents {
  const versionOf = (key: string): number => store.documents.get(key)?.version ?? 0
  return {
    async get({ key }) {
      assertOpen(store)
      return store.documents.get(key)
    },
    async put({ key, text, expected }) {
      assertOpen(store)
      if (versionOf(key) !== expected) return undefined
      const version = ++store.counter
      store.documents.set(key, { key, version, text })
      return version
    },
    async remove({ key, expected }) {
      assertOpen(store)
      return versionOf(key) === expected && store.documents.delete(key)
    },
    async list({ prefix, after = "", limit }) {
      assertOpen(store)
      const keys = [...store.documents.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
      return keys.slice(0, limit).flatMap((key) => store.documents.get(key) ?? [])
    },
  }
}
