import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect, it, onTestFinished } from "vitest"

import { files } from "./files.ts"

it("lists what is left of objects that are removed meanwhile, be it with their folder", async () => {
  const root = await mkdtemp(join(tmpdir(), "objects-"))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, "data"))
  const store = files({ root })
  for (const key of ["a/1", "b/2", "c/3"]) await store.put({ bucket: "data", key, body: Buffer.from(key) })
  const keys: string[] = []
  for await (const { Key } of store.list({ bucket: "data" })) {
    keys.push(Key)
    if (Key === "a/1") await store.delete({ bucket: "data", key: "b/2" })
  }
  expect(keys).toEqual(["a/1", "c/3"])
})

it("lists nothing where a file stands in the place of a prefix's folder", async () => {
  const root = await mkdtemp(join(tmpdir(), "objects-"))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, "data"))
  const store = files({ root })
  await store.put({ bucket: "data", key: "a", body: Buffer.from("a") })
  for await (const { Key } of store.list({ bucket: "data", prefix: "a/" })) expect.fail(`'${Key}' is listed`)
})
