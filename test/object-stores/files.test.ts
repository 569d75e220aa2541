import { symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { objectStoreContract } from "@stepwright/engine/testing"
import { expect, it } from "vitest"

import { folderOfBuckets } from "./buckets.ts"

await objectStoreContract({ make: folderOfBuckets })

it("a bucket is a folder beside the others, and no other folder", async () => {
  const { store, close } = folderOfBuckets()
  for (const bucket of ["..", ".", "", "bucket/..", "bucket/../bucket"]) {
    await expect(store.get({ bucket, key: "key" })).rejects.toThrow(`There is no bucket '${bucket}'.`)
  }
  await close()
})

it("a key that leads out of its bucket is denied, be it by dots or by a link", async () => {
  const { root, store, bucket, close } = folderOfBuckets()
  writeFileSync(join(root, "secret"), "text")
  symlinkSync(join(root, "secret"), join(root, bucket, "link"))
  symlinkSync(root, join(root, bucket, "folder"))
  for (const key of ["../secret", "a/../../secret", "link", "folder/secret", "folder/new/key"]) {
    const denied = { name: "S3.AccessDeniedException", message: `The key '${key}' leads out of 'bucket'.` }
    await expect(store.get({ bucket, key })).rejects.toMatchObject(denied)
    await expect(store.put({ bucket, key, body: new Uint8Array() })).rejects.toMatchObject(denied)
  }
  await close()
})
