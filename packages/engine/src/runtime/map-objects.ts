import { isJsonObject, type Json } from "../asl/json.ts"
import type { RunTask, WriteOptions } from "../core/index.ts"
import { describeResult, transformResults } from "../core/map/results.ts"
import type { ObjectStore } from "../ports/object-store.ts"
import { readObjects } from "./read-objects.ts"
import { textField } from "./text-field.ts"

/** What a distributed Map reads or writes in an object store; undefined for an order that is neither. */
export function mapObjects(objects: ObjectStore, order: RunTask): ((input: Json) => Promise<Json>) | undefined {
  const { reader, writer } = order
  if (writer !== undefined) return async (input) => await writeResults(objects, input, writer)
  if (reader === undefined) return undefined
  return async (input) => await readObjects(objects, order, reader, input)
}

/**
 * Writes results by how they ended, and a manifest that names the files. (AWS: input-output-resultwriter)
 * @returns the state's result: where the manifest is
 */
async function writeResults(objects: ObjectStore, input: Json, writer: WriteOptions): Promise<Json> {
  const { mapRunArn, outputType, results, transformation } = writer
  const bucket = textField(input, "Bucket")
  const given = isJsonObject(input) && typeof input.Prefix === "string" ? input.Prefix : ""
  const folder = `${given === "" || given.endsWith("/") ? given : `${given}/`}${mapRunArn.slice(mapRunArn.lastIndexOf(":") + 1)}`
  const put = async (name: string, text: string): Promise<{ readonly Key: string; readonly Size: number }> => {
    const body = new TextEncoder().encode(text)
    const Key = `${folder}/${name}`
    await objects.put({ bucket, key: Key, body })
    return { Key, Size: body.length }
  }
  const text = (values: readonly Json[]): string =>
    outputType === "JSONL" ? values.map((value) => `${JSON.stringify(value)}\n`).join("") : JSON.stringify(values)
  const files = { FAILED: [] as Json[], PENDING: [] as Json[], SUCCEEDED: [] as Json[] }
  const succeeded = results.filter(({ Status }) => Status === "SUCCEEDED")
  const failed = results.filter(({ Status }) => Status !== "SUCCEEDED")
  const extension = outputType.toLowerCase()
  if (succeeded.length > 0)
    files.SUCCEEDED.push({
      ...(await put(`SUCCEEDED_0.${extension}`, text(transformResults(succeeded, transformation)))),
    })
  if (failed.length > 0)
    files.FAILED.push({ ...(await put(`FAILED_0.${extension}`, text(failed.map(describeResult)))) })
  const manifest = await put(
    "manifest.json",
    JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files }),
  )
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: manifest.Key } }
}
