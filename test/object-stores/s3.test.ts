import { S3Client } from "@aws-sdk/client-s3"
import { memory } from "@stepwright/adapters/memory"
import { s3 } from "@stepwright/adapters/s3"
import { startEngine, stateMachine } from "@stepwright/engine"
import { objectStoreContract } from "@stepwright/engine/testing"
import { afterAll, describe, expect, it } from "vitest"

import { accessKeys, startS3 } from "./s3-server.ts"

const server = await startS3()
afterAll(() => server.close())

/** What makes a client of somebody whom the server may know by this id. */
const optionsFor = (accessKeyId: string) => ({
  endpoint: server.endpoint,
  forcePathStyle: true,
  region: "eu-central-1",
  credentials: { accessKeyId, secretAccessKey: "secret" },
  maxAttempts: 2,
})

let buckets = 0
const makeBucket = (): string => {
  const bucket = `bucket-${++buckets}`
  server.makeBucket(bucket)
  return bucket
}
const made = () => ({ store: s3(optionsFor(accessKeys.owner)), bucket: makeBucket() })
const text = (body: Uint8Array): string => new TextDecoder().decode(body)
const bytes = (body: string): Uint8Array => new TextEncoder().encode(body)

await objectStoreContract({ make: made })

describe("a store in S3", () => {
  it("takes a client of one's own, which stays one's own", async () => {
    const client = new S3Client(optionsFor(accessKeys.owner))
    const bucket = makeBucket()
    for (const each of [s3({ client }), s3({ client })]) await each.put({ bucket, key: "key", body: bytes("text") })
    expect(server.versionsOf(bucket, "key")).toHaveLength(2)
    client.destroy()
  })

  it("reads the version that it is asked for", async () => {
    const { store, bucket } = made()
    for (const body of ["old", "new"]) await store.put({ bucket, key: "key", body: bytes(body) })
    const [old = ""] = server.versionsOf(bucket, "key")
    expect(text(await store.get({ bucket, key: "key", versionId: old }))).toBe("old")
    expect(text(await store.get({ bucket, key: "key" }))).toBe("new")
    const gone = "0".repeat(32)
    await expect(store.get({ bucket, key: "key", versionId: gone })).rejects.toMatchObject({
      name: "S3.NoSuchVersionException",
      message: `There is no version '${gone}' of 'key' in '${bucket}'.`,
    })
  })

  it("takes dots in a key for letters, as S3 does", async () => {
    const { store, bucket } = made()
    for (const key of ["../key", "a/./b", "a//b", "/a"]) await store.put({ bucket, key, body: bytes(key) })
    for (const key of ["../key", "a/./b", "a//b", "/a"]) expect(text(await store.get({ bucket, key }))).toBe(key)
  })

  it("lists a thousand objects a call, no more calls than it must", async () => {
    const { store, bucket } = made()
    for (const key of ["a", "b"]) await store.put({ bucket, key, body: bytes(key) })
    const before = server.requests.length
    for await (const { Key } of store.list({ bucket, prefix: "a" })) expect(Key).toBe("a")
    expect(server.requests.slice(before)).toEqual([expect.stringMatching(/^GET .*list-type=2.*prefix=a/)])
  })

  it("says what S3 denies, and that a missing object may be why", async () => {
    const { store, bucket } = { store: s3(optionsFor(accessKeys.guest)), bucket: makeBucket() }
    const denied = (message: string) => ({ name: "S3.AccessDeniedException", message })
    await expect(store.get({ bucket, key: "key" })).rejects.toMatchObject(
      denied(
        `S3 denied to read 'key' in '${bucket}', as it also does where there is none and the bucket may not be listed: Access Denied`,
      ),
    )
    await expect(store.put({ bucket, key: "key", body: bytes("") })).rejects.toMatchObject(
      denied(`S3 denied to write 'key' in '${bucket}': Access Denied`),
    )
    await expect(store.list({ bucket })[Symbol.asyncIterator]().next()).rejects.toMatchObject(
      denied(`S3 denied to list '${bucket}': Access Denied`),
    )
  })

  it("tells any other error by S3's name for it, and where it happened", async () => {
    const { store, bucket } = made()
    await store.put({ bucket, key: "key", body: bytes("text") })
    server.archive(bucket, "key")
    await expect(store.get({ bucket, key: "key" })).rejects.toMatchObject({
      name: "InvalidObjectState",
      message: `S3 could not read 'key' in '${bucket}': InvalidObjectState: The operation is not valid for the object's storage class`,
    })
    const unknown = s3(optionsFor("nobody")).put({ bucket, key: "key", body: bytes("") })
    await expect(unknown).rejects.toMatchObject({ name: "InvalidAccessKeyId" })
    const nowhere = s3({ ...optionsFor(accessKeys.owner), endpoint: "http://127.0.0.1:9" })
    await expect(nowhere.get({ bucket, key: "key" })).rejects.toThrow(
      `S3 could not read 'key' in '${bucket}': Error: connect ECONNREFUSED`,
    )
  })

  it("is asked as often as its client tries", async () => {
    const { store, bucket } = made()
    await store.put({ bucket, key: "key", body: bytes("text") })
    server.spoil("busy", 1)
    expect(text(await store.get({ bucket, key: "key" }))).toBe("text")
    server.spoil("busy", 2)
    await expect(store.get({ bucket, key: "key" })).rejects.toMatchObject({ name: "SlowDown" })
  })

  it("takes no object for whole that broke off on its way", async () => {
    const { store, bucket } = made()
    await store.put({ bucket, key: "key", body: new Uint8Array(100_000) })
    server.spoil("cut", 1)
    await expect(store.get({ bucket, key: "key" })).rejects.toThrow(`S3 could not read 'key' in '${bucket}'`)
  })
})

/** A distributed Map from objects to objects; one of its children fails. */
const machine = (bucket: string, MaxConcurrency = 0) =>
  stateMachine("import", {
    QueryLanguage: "JSONata",
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        Label: "each",
        ToleratedFailureCount: 1,
        MaxConcurrency,
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
          Arguments: { Bucket: bucket, Key: "{% $states.input.key %}" },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Good?",
          States: {
            "Good?": {
              Type: "Choice",
              Choices: [{ Condition: "{% $states.input.name = 'bad' %}", Next: "Bad" }],
              Default: "Good",
            },
            Good: { Type: "Pass", End: true },
            Bad: { Type: "Fail", Error: "Bad", Cause: "it is bad" },
          },
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: bucket, Prefix: "runs" },
          WriterConfig: { Transformation: "COMPACT", OutputType: "JSONL" },
        },
        End: true,
      },
    },
  })

describe("a distributed Map over S3", () => {
  it("reads its items there and writes its results there", async () => {
    const { store, bucket } = made()
    await store.put({ bucket, key: "items.csv", body: bytes("name\ngood\nbad\nbetter\n") })
    const workflow = machine(bucket)
    await using engine = await startEngine({ backend: memory(), workflows: [workflow], objects: store })
    const { status, output } = await engine.execute(workflow, { key: "items.csv" })
    expect(status).toBe("SUCCEEDED")
    const { Key } = (output as { ResultWriterDetails: { Key: string } }).ResultWriterDetails
    const succeeded = await store.get({ bucket, key: Key.replace("manifest.json", "SUCCEEDED_0.jsonl") })
    expect(text(succeeded)).toBe('{"name":"good"}\n{"name":"better"}\n')
    const failed = await store.get({ bucket, key: Key.replace("manifest.json", "FAILED_0.jsonl") })
    expect(text(failed)).toContain("it is bad")
  })

  it("writes there what failed and what never began, when it fails", async () => {
    const { store, bucket } = made()
    await store.put({ bucket, key: "items.csv", body: bytes("name\nbad\nbad\ngood\n") })
    const workflow = machine(bucket, 1)
    await using engine = await startEngine({ backend: memory(), workflows: [workflow], objects: store })
    const { id } = await engine.start(workflow, { key: "items.csv" })
    expect(await engine.result(id)).toMatchObject({ error: "States.ExceedToleratedFailureThreshold" })
    const keys: string[] = []
    for await (const { Key } of store.list({ bucket, prefix: "runs" })) keys.push(Key)
    expect(keys.map((key) => key.slice(key.lastIndexOf("/") + 1))).toEqual([
      "FAILED_0.jsonl",
      "PENDING_0.jsonl",
      "manifest.json",
    ])
    const pending = await store.get({ bucket, key: keys[1] ?? "" })
    expect(JSON.parse(text(pending))).toMatchObject({ Input: '{"name":"good"}', Status: "PENDING" })
  })

  it("fails with what S3 said", async () => {
    const { store, bucket } = made()
    const workflow = machine(bucket)
    await using engine = await startEngine({ backend: memory(), workflows: [workflow], objects: store })
    const { id } = await engine.start(workflow, { key: "none.csv" })
    expect(await engine.result(id)).toMatchObject({
      status: "FAILED",
      error: "States.ItemReaderFailed",
      cause: `There is no object 'none.csv' in '${bucket}'.`,
    })
  })
})
