import { deepEqual, equal, rejects } from "node:assert/strict"

import type { ObjectClause } from "./object-clause.ts"

/** {@link BlobStore.delete} */
export const removingClauses: readonly ObjectClause[] = [
  {
    name: "what was removed is not there any more, and may be written again",
    needs: "delete",
    async check(stage) {
      await stage.put({ "a/b": "first" })
      await stage.delete("a/b")
      await rejects(stage.read("a/b"), { name: "S3.NoSuchKeyException" })
      deepEqual(await stage.keys(), [])
      await stage.put({ "a/b": "second" })
      equal(await stage.text("a/b"), "second")
    },
  },
  {
    name: "one object is removed and no other",
    needs: "delete",
    async check(stage) {
      await stage.fill("a", "ab", "b/a", "b/c")
      await stage.delete("a")
      await stage.delete("b/a")
      deepEqual(await stage.keys(), ["ab", "b/c"])
    },
  },
  {
    name: "removing what is not there is no error",
    needs: "delete",
    async check(stage) {
      await stage.fill("b/c")
      for (const key of ["a", "b", "b/c/d", "b/d"]) await stage.delete(key)
      deepEqual(await stage.keys(), ["b/c"])
    },
  },
  {
    name: "objects are written while others beside them are removed",
    needs: "delete",
    async check(stage) {
      for (let round = 0; round < 20; round++) {
        await stage.fill(`a/b/${round}`)
        const written = Array.from({ length: 5 }, (_, other) => `a/b/${round}-${other}`)
        await Promise.all([stage.delete(`a/b/${round}`), ...written.map((key) => stage.fill(key))])
        deepEqual(await stage.keys("a/b/"), written)
        await Promise.all(written.map((key) => stage.delete(key)))
      }
    },
  },
]
