import { constants } from "node:buffer"
import { promisify } from "node:util"
import { gunzip } from "node:zlib"

import { isJsonObject, type Json } from "../asl/json.ts"
import type { ReadOptions, RunTask } from "../core/index.ts"
import { athenaFiles, inventoryItems, inventoryOf, type ObjectPlace } from "../map-data/manifest.ts"
import { parquetItems } from "../map-data/parquet.ts"
import { readItems } from "../map-data/read-items.ts"
import type { ObjectStore, StoredObject } from "../ports/object-store.ts"
import { textField } from "./text-field.ts"

/** Bytes that a compressed object may unfold to. */
const unfolded = 2 ** 30

/**
 * What an ItemReader reads from an object store: a `Body` to be decoded, the `Contents` of a bucket, or items that were
 * put together here, from the objects that a manifest or a listing names. (AWS: input-output-itemreader)
 */
export async function readObjects(
  objects: ObjectStore,
  order: RunTask,
  reader: ReadOptions,
  input: Json,
): Promise<Json> {
  if (order.resource.endsWith(":listObjectsV2")) return await listing(objects, reader, input)
  const bucket = textField(input, "Bucket")
  const versionId = isJsonObject(input) && typeof input.VersionId === "string" ? input.VersionId : undefined
  const key = textField(input, "Key")
  const body = await objects.get({ bucket, key, ...(versionId === undefined ? {} : { versionId }) })
  const { inputType, manifestType, maxItems } = reader
  if (inputType === "PARQUET" && manifestType !== "ATHENA_DATA") {
    return [...(await named(key, parquetItems(body, maxItems)))]
  }
  const text = await named(key, textOf(body))
  if (manifestType === "ATHENA_DATA") return await itemsOfAll(objects, reader, athenaFiles(text))
  if (manifestType === "S3_INVENTORY" || inputType === "MANIFEST") return await inventory(objects, reader, text, bucket)
  return { Body: text }
}

async function listing(objects: ObjectStore, reader: ReadOptions, input: Json): Promise<Json> {
  const bucket = textField(input, "Bucket")
  const prefix = isJsonObject(input) && typeof input.Prefix === "string" ? { prefix: input.Prefix } : {}
  const flattens = reader.transformation === "LOAD_AND_FLATTEN"
  const most = flattens ? Infinity : (reader.maxItems ?? Infinity)
  const listed: StoredObject[] = []
  for await (const object of objects.list({ bucket, ...prefix })) {
    if (listed.length >= most) break
    listed.push(object)
  }
  if (!flattens) return { Contents: listed.map((object) => ({ ...object })) }
  // What a console makes to show a folder holds nothing.
  const files = listed.filter(({ Size }) => Size > 0).map(({ Key }) => ({ bucket, key: Key }))
  return await itemsOfAll(objects, reader, files)
}

async function inventory(objects: ObjectStore, reader: ReadOptions, text: string, bucket: string): Promise<Json> {
  const { files, columns } = inventoryOf(text, bucket)
  return await collected(files, reader, async (file) => inventoryItems(await textOf(await objects.get(file)), columns))
}

async function itemsOfAll(objects: ObjectStore, reader: ReadOptions, files: readonly ObjectPlace[]): Promise<Json> {
  return await collected(files, reader, async (file) => {
    const body = await objects.get(file)
    if (reader.inputType === "PARQUET") return await parquetItems(body)
    const { items, cause } = readItems("arn:aws:states:::s3:getObject", reader, { Body: await textOf(body) })
    if (items === undefined) throw new Error(cause)
    return items
  })
}

/** The items of one file after the other, until there are as many as are wanted. */
async function collected(
  files: readonly ObjectPlace[],
  { maxItems = Infinity }: ReadOptions,
  read: (file: ObjectPlace) => Promise<readonly Json[]>,
): Promise<Json> {
  const all: Json[] = []
  for (const file of files) {
    if (all.length >= maxItems) break
    for (const item of await named(file.key, read(file))) all.push(item)
  }
  return all
}

/** A failure names the object that it is about. */
async function named<T>(key: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    if (cause.includes(key)) throw error
    throw new Error(`The object '${key}' cannot be read: ${cause}`, { cause: error })
  }
}

/** An object's text; one that gzip compressed is unfolded, as data that services write mostly is. */
async function textOf(body: Uint8Array): Promise<string> {
  const plain = body[0] === 0x1f && body[1] === 0x8b ? await unzipped(body) : body
  try {
    return new TextDecoder("utf-8", { ignoreBOM: false }).decode(plain)
  } catch (error) {
    const most = `a text of at most ${constants.MAX_STRING_LENGTH} characters`
    const remedy = "Split it, and have the parts listed by a prefix (LOAD_AND_FLATTEN) or named by a manifest."
    throw new Error(`It has ${plain.length} bytes, but is read as ${most}. ${remedy}`, { cause: error })
  }
}

async function unzipped(body: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(body, { maxOutputLength: unfolded })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`It looks compressed by gzip, but cannot be unfolded: ${reason}.`, { cause: error })
  }
}
