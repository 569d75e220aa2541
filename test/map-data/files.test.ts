import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { files } from "@stepwright/adapters/files"
import { memory } from "@stepwright/adapters/memory"
import { startEngine, stateMachine } from "@stepwright/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"

let root = ""
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "objects-"))
  mkdirSync(join(root, "data", "deep"), { recursive: true })
  mkdirSync(join(root, "out"))
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (key: string, text: string): void => writeFileSync(join(root, "data", key), text)

/** A distributed Map over what a reader reads; each child fails for an item called "bad". */
function mapOver(reader: object, more: object = {}) {
  return stateMachine("read", {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        Label: "each",
        ItemReader: reader,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Is it bad?",
          States: {
            "Is it bad?": {
              Type: "Choice",
              Choices: [
                {
                  And: [
                    { Variable: "$.name", IsPresent: true },
                    { Variable: "$.name", StringEquals: "bad" },
                  ],
                  Next: "Bad",
                },
              ],
              Default: "Good",
            },
            Good: { Type: "Pass", End: true },
            Bad: { Type: "Fail", Error: "Bad", Cause: "it is bad" },
          },
        },
        ...more,
        End: true,
      },
    },
  })
}

async function run(machine: ReturnType<typeof mapOver>) {
  const engine = await startEngine({ backend: memory(), workflows: [machine], objects: files({ root }) })
  await using _ = engine
  const { id } = await engine.start(machine, {})
  return await engine.result(id)
}

const object = (Key: string, ReaderConfig: object) => ({
  Resource: "arn:aws:states:::s3:getObject",
  ReaderConfig,
  Parameters: { Bucket: "data", Key },
})

describe("an ItemReader reads", () => {
  test.each<[string, string, object, unknown]>([
    ["JSON", '[{"n":1},2]', { InputType: "JSON" }, [{ n: 1 }, 2]],
    ["JSON lines", '{"n":1}\n2\n', { InputType: "JSONL" }, [{ n: 1 }, 2]],
    [
      "CSV with headers in its first row",
      "a,b\n1,x\n",
      { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      [{ a: "1", b: "x" }],
    ],
    [
      "CSV with headers that are given, and another delimiter",
      "1|x",
      { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["a", "b"], CSVDelimiter: "PIPE" },
      [{ a: "1", b: "x" }],
    ],
    ["at most MaxItems", "[1,2,3]", { InputType: "JSON", MaxItems: 2 }, [1, 2]],
  ])("%s", async (_, text, config, items) => {
    write("items", text)
    expect(await run(mapOver(object("items", config)))).toMatchObject({ status: "SUCCEEDED", output: items })
  })

  test("the objects of a bucket, by their keys", async () => {
    for (const key of ["deep/b.txt", "deep/a.txt", "other.txt"]) write(key, key)
    const reader = { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "data", Prefix: "deep/" } }
    const { output } = await run(mapOver(reader))
    expect(output).toEqual([
      expect.objectContaining({
        Key: "deep/a.txt",
        Size: 10,
        StorageClass: "STANDARD",
        Etag: expect.stringMatching(/^"[\da-f]{32}"$/),
      }),
      expect.objectContaining({ Key: "deep/b.txt" }),
    ])
  })

  test.each<[string, object, string]>([
    ["no such object", object("none", { InputType: "JSON" }), "There is no object 'none' in 'data'."],
    [
      "no such bucket",
      { ...object("x", { InputType: "JSON" }), Parameters: { Bucket: "none", Key: "x" } },
      "There is no bucket 'none'.",
    ],
    ["a key that leads out", object("../out/x", { InputType: "JSON" }), "leads out of 'data'"],
    [
      "a bucket that leads out",
      { ...object("x", { InputType: "JSON" }), Parameters: { Bucket: "..", Key: "x" } },
      "There is no bucket '..'.",
    ],
  ])("nothing: %s", async (_, reader, cause) => {
    const result = await run(mapOver(reader))
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" })
    expect(result.cause).toContain(cause)
  })

  test("nothing behind a link that leads out of its bucket", async () => {
    writeFileSync(join(root, "secret"), "[1]")
    symlinkSync(join(root, "secret"), join(root, "data", "link"))
    symlinkSync(root, join(root, "data", "folder"))
    for (const key of ["link", "folder/secret"]) {
      expect((await run(mapOver(object(key, { InputType: "JSON" })))).cause).toContain("leads out of 'data'")
    }
  })
})

describe("a ResultWriter writes", () => {
  const writer = (WriterConfig?: object) => ({
    ToleratedFailureCount: 1,
    ResultWriter: {
      Resource: "arn:aws:states:::s3:putObject",
      Parameters: { Bucket: "out", Prefix: "runs" },
      ...(WriterConfig === undefined ? {} : { WriterConfig }),
    },
  })
  const read = (key: string): unknown => JSON.parse(readFileSync(join(root, "out", key), "utf8"))

  test("results by how they ended, and a manifest that names the files", async () => {
    write("items", '[{"name":"good"},{"name":"bad"}]')
    const { output } = await run(mapOver(object("items", { InputType: "JSON" }), writer()))
    const { MapRunArn, ResultWriterDetails } = output as {
      MapRunArn: string
      ResultWriterDetails: { Bucket: string; Key: string }
    }
    expect(MapRunArn).toMatch(/:mapRun:read\/each:[^:]+$/)
    const folder = `runs/${MapRunArn.slice(MapRunArn.lastIndexOf(":") + 1)}`
    expect(ResultWriterDetails).toEqual({ Bucket: "out", Key: `${folder}/manifest.json` })
    expect(readdirSync(join(root, "out", folder)).toSorted()).toEqual([
      "FAILED_0.json",
      "SUCCEEDED_0.json",
      "manifest.json",
    ])
    const size = (name: string): number => readFileSync(join(root, "out", folder, name)).length
    expect(read(`${folder}/manifest.json`)).toEqual({
      DestinationBucket: "out",
      MapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: size("FAILED_0.json") }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: size("SUCCEEDED_0.json") }],
      },
    })
    expect(read(`${folder}/SUCCEEDED_0.json`)).toMatchObject([{ Output: '{"name":"good"}', Status: "SUCCEEDED" }])
    expect(read(`${folder}/FAILED_0.json`)).toMatchObject([{ Error: "Bad", Cause: "it is bad", Status: "FAILED" }])
  })

  test("outputs alone, a line each, where it is asked for", async () => {
    write("items", '[{"n":1},{"n":2}]')
    const { output } = await run(
      mapOver(object("items", { InputType: "JSON" }), writer({ Transformation: "COMPACT", OutputType: "JSONL" })),
    )
    const { Key } = (output as { ResultWriterDetails: { Key: string } }).ResultWriterDetails
    const lines = readFileSync(join(root, "out", Key.replace("manifest.json", "SUCCEEDED_0.jsonl")), "utf8")
    expect(lines).toBe('{"n":1}\n{"n":2}\n')
  })

  test("nothing where the bucket is not there", async () => {
    rmSync(join(root, "out"), { recursive: true })
    write("items", "[1]")
    expect(await run(mapOver(object("items", { InputType: "JSON" }), writer()))).toMatchObject({
      status: "FAILED",
      error: "States.ResultWriterFailed",
      cause: "There is no bucket 'out'.",
    })
  })
})

test("without a store, and without a handler, it is told what is missing", async () => {
  const machine = mapOver(object("items", { InputType: "JSON" }))
  await expect(startEngine({ backend: memory(), workflows: [machine] })).rejects.toMatchObject({ code: "UNBOUND" })
})
