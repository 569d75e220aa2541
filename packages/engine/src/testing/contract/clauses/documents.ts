import { deepEqual, equal, notEqual, ok } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import type { Stage } from "../stage.ts"

/** {@link Documents} */
export const documentClauses: readonly Clause[] = [
  {
    name: "a document is written once where there is none, and found with its version",
    async check(stage) {
      const { documents } = stage.backend
      equal(await documents.get({ key: "a" }), undefined)
      const version = await written(stage, "a", "text \u0000 \ud800")
      ok(Number.isSafeInteger(version) && version > 0)
      deepEqual(await documents.get({ key: "a" }), { key: "a", version, text: "text \u0000 \ud800" })
      equal(await documents.put({ key: "a", text: "other", expected: 0 }), undefined)
      deepEqual(await documents.get({ key: "a" }), { key: "a", version, text: "text \u0000 \ud800" })
    },
  },
  {
    name: "a document is changed by whoever saw its version, and of two one is first",
    async check(stage) {
      const { documents } = stage.backend
      const first = await written(stage, "a", "0")
      const both = await Promise.all(["1", "2"].map((text) => documents.put({ key: "a", text, expected: first })))
      const [second, ...others] = both.filter((version) => version !== undefined)
      deepEqual([others, second !== undefined && second !== first], [[], true])
      const text = both[0] === undefined ? "2" : "1"
      deepEqual(await documents.get({ key: "a" }), { key: "a", version: second, text })
    },
  },
  {
    name: "a document is removed by whoever saw its version, and one of the same key is another",
    async check(stage) {
      const { documents } = stage.backend
      const first = await written(stage, "a", "0")
      equal(await documents.remove({ key: "a", expected: first + 1 }), false)
      equal((await documents.get({ key: "a" }))?.text, "0")
      equal(await documents.remove({ key: "a", expected: first }), true)
      equal(await documents.remove({ key: "a", expected: first }), false)
      equal(await documents.get({ key: "a" }), undefined)
      deepEqual(await documents.list({ prefix: "", limit: 9 }), [])
      equal(await documents.put({ key: "a", text: "1", expected: first }), undefined)
      notEqual(await written(stage, "a", "0"), first)
    },
  },
  {
    name: "documents are listed by what their keys begin with, in order, page by page",
    async check(stage) {
      const { documents } = stage.backend
      for (const key of ["b/2", "a", "b/10", "B/1", "b/1", "b", "c~"]) await written(stage, key, `of ${key}`)
      const listed = async (params: Parameters<typeof documents.list>[0]): Promise<readonly string[]> =>
        (await documents.list(params)).map(({ key, text }) => (text === `of ${key}` ? key : `${key}: ${text}`))
      deepEqual(await listed({ prefix: "b/", limit: 9 }), ["b/1", "b/10", "b/2"])
      deepEqual(await listed({ prefix: "b/", limit: 2 }), ["b/1", "b/10"])
      deepEqual(await listed({ prefix: "b/", limit: 2, after: "b/10" }), ["b/2"])
      deepEqual(await listed({ prefix: "b/", limit: 2, after: "b/2" }), [])
      deepEqual(await listed({ prefix: "b/", limit: 9, after: "a" }), ["b/1", "b/10", "b/2"])
      deepEqual(await listed({ prefix: "", limit: 9 }), ["B/1", "a", "b", "b/1", "b/10", "b/2", "c~"])
      const [{ version } = { version: 0 }] = await documents.list({ prefix: "c~", limit: 1 })
      equal((await documents.get({ key: "c~" }))?.version, version)
    },
  },
  {
    name: "documents are found again, and no version is given twice",
    needs: "durable",
    async check(stage) {
      const gone = await written(stage, "b", "0")
      await stage.backend.documents.remove({ key: "b", expected: gone })
      const version = await written(stage, "a", "0")
      await stage.reopen()
      deepEqual(await stage.backend.documents.list({ prefix: "", limit: 9 }), [{ key: "a", version, text: "0" }])
      ok(![gone, version].includes(await written(stage, "b", "1")))
    },
  },
]

/** Writes a document that is not there. */
async function written({ backend }: Stage, key: string, text: string): Promise<number> {
  const version = await backend.documents.put({ key, text, expected: 0 })
  if (version === undefined) throw new Error(`the document ${key} is there already`)
  return version
}
