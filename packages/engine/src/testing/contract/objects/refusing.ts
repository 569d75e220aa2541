import { equal, fail, match } from "node:assert/strict"

import { ObjectStoreError } from "../../../ports/object-store.ts"
import { allOf, type ObjectClause } from "./object-clause.ts"

/** {@link ObjectStoreError} */
export const objectRefusingClauses: readonly ObjectClause[] = [
  {
    name: "an object that is not there is NoSuchKey, and the message names it",
    async check(stage) {
      await stage.put({ "deep/key": "text" })
      for (const key of ["other", "deep", "deep/", "deep/ke", "deep/key/more"]) {
        match(await refusal("NoSuchKey", () => stage.read(key)), new RegExp(`'${key}'`))
      }
    },
  },
  {
    name: "a version that is not there is NoSuchVersion, and the message names it",
    async check(stage) {
      const { store, bucket } = stage
      await stage.put({ key: "text" })
      const message = await refusal("NoSuchVersion", () => store.get({ bucket, key: "key", versionId: "v1" }))
      match(message, /'v1'.*'key'/)
    },
  },
  {
    name: "a bucket that is not there is NoSuchBucket, whatever is asked of it, and the message names it",
    async check({ store }) {
      const bucket = "there-is-no-such-bucket"
      const calls = [
        () => store.get({ bucket, key: "key" }),
        () => store.put({ bucket, key: "key", body: new Uint8Array() }),
        () => allOf(store.list({ bucket })),
        () => allOf(store.list({ bucket, prefix: "a" })),
      ]
      for (const call of calls) match(await refusal("NoSuchBucket", call), new RegExp(`'${bucket}'`))
    },
  },
]

/** The message that a call is refused with, which must be an {@link ObjectStoreError} of this code. */
async function refusal(code: string, call: () => Promise<unknown>): Promise<string> {
  let answer: unknown
  try {
    answer = await call()
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error
    equal(error.name, `S3.${code}Exception`)
    return error.message
  }
  fail(`expected ${code}, was answered ${JSON.stringify(answer)}`)
}
