import { expect, test } from "vitest"

import type { MapRunResult } from "../core/command.ts"
import type { ObjectStore } from "../ports/object-store.ts"
import { writeResults } from "./write-results.ts"

/** Takes what is put, by its key. */
function taking(): { readonly objects: ObjectStore; readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  const objects: ObjectStore = {
    put: async ({ bucket, key, body }) => void texts.set(`${bucket}/${key}`, new TextDecoder().decode(body)),
    get: () => Promise.reject(new Error("nothing is read")),
    async *list() {},
  }
  return { objects, texts }
}

const result = (index: number, more: Partial<MapRunResult> = {}): MapRunResult => ({
  ExecutionArn: `arn:${index}`,
  Name: String(index),
  Input: index,
  Output: index,
  Status: "SUCCEEDED",
  StartDate: 1,
  StopDate: 2,
  StateMachineArn: "arn",
  ...more,
})

test("results beyond the bound go on in further files, and the manifest names them all with their sizes", async () => {
  const { objects, texts } = taking()
  const failed = [5, 6].map((index) => result(index, { Status: "FAILED", Error: "Bad" }))
  const results = [0, 1, 2, 3, 4].map((index) => result(index))
  const mapRunArn = "arn:aws:states:us-east-1:111111111111:mapRun:machine/label:id"
  const answer = await writeResults(
    objects,
    { Bucket: "out", Prefix: "runs" },
    { transformation: "COMPACT", outputType: "JSON", mapRunArn, results: [...results, ...failed], pending: [] },
    5,
  )
  expect(answer).toEqual({
    MapRunArn: mapRunArn,
    ResultWriterDetails: { Bucket: "out", Key: "runs/id/manifest.json" },
  })
  expect([...texts].slice(0, 3)).toEqual([
    ["out/runs/id/SUCCEEDED_0.json", "[0,1]"],
    ["out/runs/id/SUCCEEDED_1.json", "[2,3]"],
    ["out/runs/id/SUCCEEDED_2.json", "[4]"],
  ])
  const size = (name: string): number => texts.get(`out/runs/id/${name}`)?.length ?? 0
  expect([...texts.keys()].at(-1)).toBe("out/runs/id/manifest.json")
  expect(JSON.parse(texts.get("out/runs/id/manifest.json") ?? "")).toEqual({
    DestinationBucket: "out",
    MapRunArn: mapRunArn,
    ResultFiles: {
      FAILED: [0, 1].map((n) => ({ Key: `runs/id/FAILED_${n}.json`, Size: size(`FAILED_${n}.json`) })),
      PENDING: [],
      SUCCEEDED: [0, 1, 2].map((n) => ({ Key: `runs/id/SUCCEEDED_${n}.json`, Size: n === 2 ? 3 : 5 })),
    },
  })
  expect(JSON.parse(texts.get("out/runs/id/FAILED_1.json") ?? "")).toMatchObject([{ Name: "6", Error: "Bad" }])
})

test("results of which nothing is left when they are flattened are a file all the same", async () => {
  const { objects, texts } = taking()
  const options = { transformation: "FLATTEN", outputType: "JSON", mapRunArn: "arn:id", pending: [] } as const
  await writeResults(objects, { Bucket: "out" }, { ...options, results: [result(0, { Output: [] })] })
  expect(texts.get("out/id/SUCCEEDED_0.json")).toBe("[]")
})
