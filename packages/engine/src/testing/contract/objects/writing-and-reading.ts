import { deepEqual, equal, ok } from "node:assert/strict"

import type { ObjectClause } from "./object-clause.ts"

/** Characters that an address, a listing's XML, a shell or a file system could trip over. */
const awkward = [" a b ", "a+b", "a%20b", "ü", "\u{1f600}", "<&>\"'", "a?b#c=d", "line\nbreak", "tab\t", "deep/er/key"]

/** {@link ObjectStore.put} and {@link ObjectStore.get} */
export const writingAndReadingClauses: readonly ObjectClause[] = [
  {
    name: "what was written is read back byte by byte",
    async check(stage) {
      const body = Uint8Array.from({ length: 1024 }, (_, at) => at * 7)
      await stage.write("key", body)
      deepEqual(Uint8Array.from(await stage.read("key")), body)
    },
  },
  {
    name: "an object may be empty",
    async check(stage) {
      await stage.write("key", new Uint8Array())
      equal((await stage.read("key")).length, 0)
      deepEqual(
        (await stage.listed()).map(({ Size }) => Size),
        [0],
      )
    },
  },
  {
    name: "a second writing of a key takes the place of the first",
    async check(stage) {
      await stage.put({ key: "a first and longer text" })
      await stage.put({ key: "a second text" })
      equal(await stage.text("key"), "a second text")
      deepEqual(await stage.keys(), ["key"])
    },
  },
  {
    name: "an object is written under its key and no other",
    async check(stage) {
      await stage.put({ a: "of a", b: "of b", "c/a": "of c/a" })
      deepEqual(await Promise.all(["a", "b", "c/a"].map((key) => stage.text(key))), ["of a", "of b", "of c/a"])
    },
  },
  {
    name: "a key is taken letter by letter, and listed as it was given",
    async check(stage) {
      for (const key of awkward) await stage.put({ [key]: `of ${key}` })
      for (const key of awkward) equal(await stage.text(key), `of ${key}`)
      deepEqual((await stage.keys()).toSorted(), awkward.toSorted())
    },
  },
  {
    name: "an object is read and listed whole or not at all while it is written",
    async check(stage) {
      const [small, large] = [new Uint8Array(10), new Uint8Array(3_000_000).fill(1)]
      await stage.write("key", small)
      const writing = { over: false }
      const written = Promise.all([stage.write("key", large), stage.write("other", large)]).finally(() => {
        writing.over = true
      })
      const whole = new Set([small.length, large.length])
      try {
        while (!writing.over) {
          ok(whole.has((await stage.read("key")).length), "what is read is the object before or after")
          for (const { Key, Size } of await stage.listed()) {
            ok(["key", "other"].includes(Key) && whole.has(Size), "what is listed is whole")
          }
        }
      } finally {
        await written
      }
      equal(Buffer.compare(await stage.read("key"), large), 0)
    },
  },
  {
    name: "what is done afterwards to bytes that were handed in or out changes no object",
    async check(stage) {
      const body = new TextEncoder().encode("text")
      await stage.write("key", body)
      body.fill(0)
      const read = await stage.read("key")
      equal(new TextDecoder().decode(read), "text")
      read.fill(0)
      equal(await stage.text("key"), "text")
    },
  },
]
