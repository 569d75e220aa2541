import { isJsonObject, type Json } from "../asl/json.ts"
import type { WriteOptions } from "../core/index.ts"
import { pendingResults, transformedResults } from "../core/map/results.ts"
import type { ObjectStore } from "../ports/object-store.ts"
import { resultFiles } from "./result-files.ts"
import { textField } from "./text-field.ts"

/**
 * Bytes of a result file; what does not fit stands in another. AWS's have 5 GB (AWS: input-output-resultwriter). Ours are
 * shorter, since a file is held in memory while it is written, and an ItemReader that reads it holds it as one text, of
 * which V8 allows 512 MB.
 */
const longestFile = 256 * 2 ** 20

/** A file as the manifest names it. */
interface ResultFileEntry {
  readonly Key: string
  /** Bytes. */
  readonly Size: number
}

/**
 * Writes results by how they ended, and a manifest that names the files. (AWS: input-output-resultwriter)
 * @returns the state's result: where the manifest is
 */
export async function writeResults(
  objects: ObjectStore,
  input: Json,
  writer: WriteOptions,
  longest: number = longestFile,
): Promise<Json> {
  const { mapRunArn, outputType, results, pending, transformation } = writer
  const bucket = textField(input, "Bucket")
  const folder = folderOf(input, mapRunArn)
  const put = async (name: string, body: Uint8Array): Promise<ResultFileEntry> => {
    const Key = `${folder}/${name}`
    await objects.put({ bucket, key: Key, body })
    return { Key, Size: body.length }
  }
  const putAll = async (name: string, values: Iterable<Json>): Promise<readonly ResultFileEntry[]> => {
    const entries: ResultFileEntry[] = []
    for await (const body of resultFiles(values, outputType, longest)) {
      entries.push(await put(`${name}_${entries.length}.${outputType.toLowerCase()}`, body))
    }
    return entries
  }
  const putEnded = async (name: string, ended: WriteOptions["results"]): Promise<readonly ResultFileEntry[]> =>
    ended.length === 0 ? [] : await putAll(name, transformedResults(ended, transformation))
  const SUCCEEDED = await putEnded(
    "SUCCEEDED",
    results.filter(({ Status }) => Status === "SUCCEEDED"),
  )
  const FAILED = await putEnded(
    "FAILED",
    results.filter(({ Status }) => Status !== "SUCCEEDED"),
  )
  const PENDING = pending.length === 0 ? [] : await putAll("PENDING", pendingResults(pending))
  const ResultFiles = { FAILED, PENDING, SUCCEEDED }
  const manifest = await put(
    "manifest.json",
    new TextEncoder().encode(JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles })),
  )
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: manifest.Key } }
}

/** The map run's id, below the prefix where one is given. */
function folderOf(input: Json, mapRunArn: string): string {
  const prefix = isJsonObject(input) && typeof input.Prefix === "string" ? input.Prefix : ""
  const slash = prefix === "" || prefix.endsWith("/") ? "" : "/"
  return `${prefix}${slash}${mapRunArn.slice(mapRunArn.lastIndexOf(":") + 1)}`
}
