import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict"

import type { ObjectClause } from "./object-clause.ts"

/** More objects than S3 lists in one answer. */
const moreThanAPage = 1001

/** {@link ObjectStore.list} */
export const objectListingClauses: readonly ObjectClause[] = [
  {
    name: "without a prefix all objects are listed, and none of an empty bucket",
    async check(stage) {
      deepEqual(await stage.keys(), [])
      await stage.fill("a", "b/c")
      deepEqual(await stage.keys(), ["a", "b/c"])
    },
  },
  {
    name: "objects are listed by their keys' bytes of UTF-8",
    async check(stage) {
      const keys = ["B", "a-b", "a/b", "aB", "z", "ä", "\u{ff61}", "\u{1f600}"]
      await stage.fill(...keys.toReversed())
      deepEqual(await stage.keys(), keys)
    },
  },
  {
    name: "a prefix is the beginning of a key, not a folder",
    async check(stage) {
      await stage.fill("de/a", "deep/a", "deep/b/c", "dense", "in/deep/a")
      deepEqual(await stage.keys("de"), ["de/a", "deep/a", "deep/b/c", "dense"])
      deepEqual(await stage.keys("deep/"), ["deep/a", "deep/b/c"])
      deepEqual(await stage.keys("none"), [])
    },
  },
  {
    name: "a listing tells an object's size in bytes, when it was last written in seconds, and how it is stored",
    async check(stage) {
      await stage.put({ key: "über" })
      const [object] = await stage.listed()
      if (object === undefined) throw new Error("one object")
      equal(object.Size, 5)
      ok(Number.isInteger(object.LastModified), "whole seconds")
      ok(Math.abs(object.LastModified - Date.now() / 1000) < 86_400, "seconds since 1970")
      notEqual(object.StorageClass, "")
    },
  },
  {
    name: "an Etag stands in quotes, and is another one once the object is",
    async check(stage) {
      const etag = async (): Promise<string | undefined> => (await stage.listed())[0]?.Etag
      await stage.put({ key: "a" })
      const before = await etag()
      match(before ?? "", /^".+"$/)
      await stage.put({ key: "b" })
      notEqual(await etag(), before)
    },
  },
  {
    name: "more objects are listed than one answer of S3 holds, each once",
    costly: true,
    async check(stage) {
      const keys = Array.from({ length: moreThanAPage }, (_, at) => `many/${String(at).padStart(4, "0")}`)
      for (let from = 0; from < keys.length; from += 50) {
        await Promise.all(keys.slice(from, from + 50).map((key) => stage.fill(key)))
      }
      deepEqual(await stage.keys("many/"), keys)
    },
  },
  {
    name: "a listing can be left before its end",
    async check(stage) {
      await stage.fill("a", "b", "c")
      const seen: string[] = []
      for await (const { Key } of stage.list()) {
        seen.push(Key)
        if (Key === "b") break
      }
      deepEqual(seen, ["a", "b"])
    },
  },
]
