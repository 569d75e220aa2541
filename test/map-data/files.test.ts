import { constants } from "node:buffer"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"

import { files } from "@stepwright/adapters/files"
import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import { startEngine, stateMachine } from "@stepwright/engine"
import { parquetWriteBuffer } from "hyparquet-writer"
import { afterEach, beforeEach, describe, expect, test } from "vitest"

let root = ""
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "objects-"))
  mkdirSync(join(root, "data", "deep"), { recursive: true })
  mkdirSync(join(root, "out"))
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (key: string, text: string | Uint8Array): void => writeFileSync(join(root, "data", key), text)

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
    ["a key that the store denies", object("../out/x", { InputType: "JSON" }), "leads out of 'data'"],
  ])("nothing: %s", async (_, reader, cause) => {
    const result = await run(mapOver(reader))
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" })
    expect(result.cause).toContain(cause)
  })
})

test("an object that is longer than any text is named, and how to go on", async () => {
  write("items", "")
  truncateSync(join(root, "data", "items"), constants.MAX_STRING_LENGTH + 1)
  const { cause } = await run(mapOver(object("items", { InputType: "JSONL" })))
  expect(cause).toMatch(/^The object 'items' cannot be read: It has 536870889 bytes, .*LOAD_AND_FLATTEN/)
})

/** Three rows, compressed as Athena compresses them. */
function parquet(names: readonly string[]): Uint8Array {
  const columnData = [
    { name: "name", data: [...names], type: "STRING" as const },
    { name: "n", data: names.map((_, at) => BigInt(at)), type: "INT64" as const },
    { name: "at", data: names.map((_, at) => new Date(at)), type: "TIMESTAMP" as const },
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData, codec: "SNAPPY" }))
}

const row = (name: string, n: number): object => ({ name, n, at: new Date(n).toISOString() })

describe("an ItemReader reads columns", () => {
  test("of a Parquet file: whole numbers, instants, at most MaxItems", async () => {
    write("rows.parquet", parquet(["a", "b", "c"]))
    const all = await run(mapOver(object("rows.parquet", { InputType: "PARQUET" })))
    expect(all).toMatchObject({ status: "SUCCEEDED", output: [row("a", 0), row("b", 1), row("c", 2)] })
    const some = await run(mapOver(object("rows.parquet", { InputType: "PARQUET", MaxItems: 2 })))
    expect(some.output).toEqual([row("a", 0), row("b", 1)])
  })

  test("of ten thousand rows", async () => {
    write("rows.parquet", parquet(Array.from({ length: 10_000 }, (_, at) => `row ${at}`)))
    const { output } = await run(mapOver(object("rows.parquet", { InputType: "PARQUET" }), { MaxConcurrency: 500 }))
    expect(output).toHaveLength(10_000)
    expect((output as unknown[]).at(-1)).toEqual(row("row 9999", 9999))
  }, 60_000)

  test.each<[string, Uint8Array]>([
    ["no Parquet", Buffer.from("name,n\na,1\n")],
    ["half a file", parquet(["a", "b"]).slice(0, 90)],
    ["nothing", new Uint8Array()],
  ])("not of %s", async (_, body) => {
    write("rows.parquet", body)
    const result = await run(mapOver(object("rows.parquet", { InputType: "PARQUET" })))
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" })
    expect(result.cause).toContain("The object 'rows.parquet' cannot be read: ")
  })
})

describe("an ItemReader reads what a manifest names", () => {
  const athena = (more: object) => object("manifest", { ManifestType: "ATHENA_DATA", ...more })

  test("of Athena's UNLOAD: one file after the other, unfolded where they are compressed", async () => {
    write("deep/1.csv", "name,n\na,1\n")
    write("deep/2.csv.gz", gzipSync("name,n\nb,2\nc,3\n"))
    write("manifest", "s3://data/deep/1.csv\ns3://data/deep/2.csv.gz\n")
    const config = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }
    const items = [
      { name: "a", n: "1" },
      { name: "b", n: "2" },
      { name: "c", n: "3" },
    ]
    expect(await run(mapOver(athena(config)))).toMatchObject({ status: "SUCCEEDED", output: items })
    expect((await run(mapOver(athena({ ...config, MaxItems: 2 })))).output).toEqual(items.slice(0, 2))
  })

  test.each<[string, object, string | Uint8Array, unknown]>([
    ["JSON", { InputType: "JSON", ItemsPointer: "/rows" }, '{"rows":[{"n":1}]}', [{ n: 1 }, { n: 1 }]],
    ["JSON lines", { InputType: "JSONL" }, '{"n":1}\n', [{ n: 1 }, { n: 1 }]],
    ["Parquet", { InputType: "PARQUET" }, parquet(["x"]), [row("x", 0), row("x", 0)]],
  ])("of Athena's UNLOAD, in %s", async (_, config, body, items) => {
    write("deep/file", body)
    write("manifest", "s3://data/deep/file\r\ns3://data/deep/file")
    expect(await run(mapOver(athena(config)))).toMatchObject({ status: "SUCCEEDED", output: items })
  })

  const inventory = { fileFormat: "CSV", fileSchema: "Bucket, Key, Size", files: [{ key: "inventory/1.csv.gz" }] }

  test.each([
    ["by its type alone", { InputType: "MANIFEST" }],
    ["by the manifest's type", { InputType: "MANIFEST", ManifestType: "S3_INVENTORY" }],
  ])("of an S3 inventory, %s: its columns by their names, from the bucket that it names", async (_, config) => {
    mkdirSync(join(root, "out", "inventory"))
    const listed = gzipSync('"photos","a b.jpg","10"\n"photos","c.jpg","20"\n')
    writeFileSync(join(root, "out", "inventory", "1.csv.gz"), listed)
    write("manifest", JSON.stringify({ ...inventory, destinationBucket: "arn:aws:s3:::out" }))
    expect(await run(mapOver(object("manifest", config)))).toMatchObject({
      status: "SUCCEEDED",
      output: [
        { Bucket: "photos", Key: "a b.jpg", Size: "10" },
        { Bucket: "photos", Key: "c.jpg", Size: "20" },
      ],
    })
  })

  test.each<[string, object, string, string]>([
    [
      "a file that is not there",
      { InputType: "JSON", ManifestType: "ATHENA_DATA" },
      "s3://data/none",
      "no object 'none'",
    ],
    [
      "a line that is no place",
      { InputType: "JSON", ManifestType: "ATHENA_DATA" },
      "\nhttp://x",
      "Line 1 of the manifest",
    ],
    [
      "a file of another kind",
      { InputType: "JSON", ManifestType: "ATHENA_DATA" },
      "s3://data/deep/text",
      "The object 'deep/text' cannot be read: Attempting to map over invalid JSON.",
    ],
    ["no manifest", { InputType: "MANIFEST" }, "{", "The manifest of the S3 inventory is no JSON."],
    ["a manifest of something else", { InputType: "MANIFEST" }, "[]", "must have 'fileSchema' and 'files'"],
    [
      "an inventory in columns",
      { InputType: "MANIFEST" },
      JSON.stringify({ ...inventory, fileFormat: "ORC" }),
      "must be CSV, but are ORC",
    ],
    ["a file without a key", { InputType: "MANIFEST" }, JSON.stringify({ ...inventory, files: [{}] }), "has no 'key'"],
  ])("nothing: %s", async (_, config, manifest, cause) => {
    write("deep/text", "text")
    write("manifest", manifest)
    const result = await run(mapOver(object("manifest", config)))
    expect(result).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" })
    expect(result.cause).toContain(cause)
  })

  test("nothing: what is cut off in the middle", async () => {
    write("deep/1.gz", gzipSync("[1,2,3]".repeat(100)).subarray(0, 30))
    write("manifest", "s3://data/deep/1.gz")
    const { cause } = await run(mapOver(athena({ InputType: "JSON" })))
    expect(cause).toContain(
      "The object 'deep/1.gz' cannot be read: It looks compressed by gzip, but cannot be unfolded",
    )
  })
})

test("an ItemReader loads the objects that it lists, and runs their items as one list", async () => {
  write("deep/1.jsonl", '{"n":1}\n{"n":2}\n')
  write("deep/2.jsonl", '{"n":3}\n')
  write("deep/empty", "")
  write("other.jsonl", '{"n":9}\n')
  const reader = (more: object) => ({
    Resource: "arn:aws:states:::s3:listObjectsV2",
    Parameters: { Bucket: "data", Prefix: "deep/" },
    ReaderConfig: { InputType: "JSONL", Transformation: "LOAD_AND_FLATTEN", ...more },
  })
  expect((await run(mapOver(reader({})))).output).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  expect((await run(mapOver(reader({ MaxItems: 2 })))).output).toEqual([{ n: 1 }, { n: 2 }])
})

test("a version is asked for by its id", async () => {
  write("items", "[1]")
  const reader = {
    ...object("items", { InputType: "JSON" }),
    Parameters: { Bucket: "data", Key: "items", VersionId: "v1" },
  }
  expect((await run(mapOver(reader))).cause).toContain("there is no 'v1' of 'items' in 'data'")
  const store = files({ root })
  const asked: unknown[] = []
  const engine = await startEngine({
    backend: memory(),
    workflows: [mapOver(reader)],
    objects: { ...store, get: ({ versionId, ...request }) => (asked.push(versionId), store.get(request)) },
  })
  await using _ = engine
  expect((await engine.execute(mapOver(reader), {})).output).toEqual([1])
  expect(asked).toEqual(["v1"])
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

  test.each([
    ["memory", () => memory()],
    ["sqlite", () => sqlite({ file: join(root, "runs.sqlite") })],
  ])("what there is when a Map fails, over %s: what failed, was stopped, and never began", async (_, backend) => {
    write("items", '[{"name":"good"},{"name":"bad"},{"name":"better"},{"name":"best"}]')
    const fails = { ...writer(), ToleratedFailureCount: 0, MaxConcurrency: 1 }
    const machine = mapOver(object("items", { InputType: "JSON" }), fails)
    await using engine = await startEngine({ backend: backend(), workflows: [machine], objects: files({ root }) })
    const { id } = await engine.start(machine, {})
    expect(await engine.result(id)).toMatchObject({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
    })
    const [mapRun] = await engine.listMapRuns(id)
    expect(mapRun).toMatchObject({ status: "FAILED" })
    const arn = mapRun?.mapRun ?? ""
    const folder = `runs/${arn.slice(arn.lastIndexOf(":") + 1)}`
    expect(read(`${folder}/SUCCEEDED_0.json`)).toMatchObject([{ Input: '{"name":"good"}', Status: "SUCCEEDED" }])
    expect(read(`${folder}/FAILED_0.json`)).toMatchObject([{ Input: '{"name":"bad"}', Status: "FAILED" }])
    expect(read(`${folder}/PENDING_0.json`)).toMatchObject([
      { Input: '{"name":"better"}', Status: "PENDING" },
      { Input: '{"name":"best"}', Status: "PENDING" },
    ])
    const manifest = read(`${folder}/manifest.json`) as { ResultFiles: Record<string, readonly unknown[]> }
    expect(Object.entries(manifest.ResultFiles).map(([name, { length }]) => [name, length])).toEqual([
      ["FAILED", 1],
      ["PENDING", 1],
      ["SUCCEEDED", 1],
    ])
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
