import type { StoredDocument } from "../../ports/index.ts"
import { type Saboteur, saboteur, stateless } from "./saboteur.ts"

/** Faults in keeping documents. */
export const documentSaboteurs: readonly Saboteur[] = [
  stateless("overwrites a document that another has changed", (real) => ({
    documents: {
      async put({ key, text }) {
        const expected = (await real.documents.get({ key }))?.version ?? 0
        return await real.documents.put({ key, text, expected })
      },
    },
  })),
  stateless("removes a document that another has changed", (real) => ({
    documents: {
      async remove({ key }) {
        const expected = (await real.documents.get({ key }))?.version ?? 0
        return await real.documents.remove({ key, expected })
      },
    },
  })),
  saboteur("keeps a document that was removed in its listings", () => {
    const removed = new Map<string, StoredDocument>()
    return (real) => ({
      documents: {
        async remove(params) {
          const document = await real.documents.get(params)
          if (document !== undefined) removed.set(params.key, document)
          return await real.documents.remove(params)
        },
        list: async (params) => [...(await real.documents.list(params)), ...removed.values()],
      },
    })
  }),
  saboteur("counts the versions of each document from one", () => {
    const versions = new Map<string, number>()
    return (real) => ({
      documents: {
        async get(params) {
          const found = await real.documents.get(params)
          return found && { ...found, version: versions.get(params.key) ?? 0 }
        },
        async put({ key, text, expected }) {
          const found = await real.documents.get({ key })
          const version = found === undefined ? 0 : (versions.get(key) ?? 0)
          if (version !== expected) return undefined
          await real.documents.put({ key, text, expected: found?.version ?? 0 })
          versions.set(key, version + 1)
          return version + 1
        },
        async remove({ key, expected }) {
          const found = await real.documents.get({ key })
          if (found === undefined || versions.get(key) !== expected) return false
          return await real.documents.remove({ key, expected: found.version })
        },
        list: async (params) =>
          (await real.documents.list(params)).map((found) => ({ ...found, version: versions.get(found.key) ?? 0 })),
      },
    })
  }),
  stateless("lists documents of every key", (real) => ({
    documents: { list: (params) => real.documents.list({ ...params, prefix: "" }) },
  })),
  stateless("lists documents from the first one each time", (real) => ({
    documents: { list: ({ prefix, limit }) => real.documents.list({ prefix, limit }) },
  })),
  stateless("lists documents in no order", (real) => ({
    documents: { list: async (params) => (await real.documents.list(params)).toReversed() },
  })),
  saboteur("loses documents when it is opened again", () => (real, reopened) => ({
    documents: reopened ? { list: async () => [] } : {},
  })),
]
