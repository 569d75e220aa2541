import { isJsonObject, type Json } from "../asl/json.ts"
import { csvItems } from "./csv.ts"

/** An object by its place. */
export interface ObjectPlace {
  readonly bucket: string
  readonly key: string
}

/**
 * The data files that a manifest of Athena's UNLOAD names: one `s3://bucket/key` a line. (AWS: input-output-itemreader)
 * @throws {Error} for any other line.
 */
export function athenaFiles(text: string): readonly ObjectPlace[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.filter((line) => line !== "").map((line, index) => placeOf(line, index + 1))
}

function placeOf(line: string, number: number): ObjectPlace {
  const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(line)
  const [, bucket, key] = match ?? []
  if (bucket !== undefined && key !== undefined) return { bucket, key }
  throw new Error(`Line ${number} of the manifest is no 's3://bucket/key': '${line.slice(0, 100)}'.`)
}

/** What the manifest of an S3 inventory says. */
export interface Inventory {
  readonly files: readonly ObjectPlace[]
  /** Names of the columns of its files, which have no headers. */
  readonly columns: readonly string[]
}

/**
 * Reads `manifest.json` of an S3 inventory. (AWS: storage-inventory-location)
 * @param bucket - Where it was read: its files are there, unless it names another.
 * @throws {Error} for what is none, and for one whose files are not CSV.
 */
export function inventoryOf(text: string, bucket: string): Inventory {
  const manifest = parsed(text)
  const { fileFormat, fileSchema, files, destinationBucket } = isJsonObject(manifest) ? manifest : {}
  if (typeof fileSchema !== "string" || !Array.isArray(files)) {
    throw new Error("The manifest of the S3 inventory must have 'fileSchema' and 'files'.")
  }
  if (typeof fileFormat === "string" && fileFormat.toUpperCase() !== "CSV") {
    throw new Error(`The files of the S3 inventory must be CSV, but are ${fileFormat}.`)
  }
  const home = typeof destinationBucket === "string" ? destinationBucket.replace(/^arn:[^:]*:s3:::/, "") : bucket
  return {
    columns: fileSchema.split(",").map((column) => column.trim()),
    files: files.map((file) => fileOf(file, home)),
  }
}

function fileOf(file: Json, bucket: string): ObjectPlace {
  if (isJsonObject(file) && typeof file.key === "string") return { bucket, key: file.key }
  throw new Error(`A file of the S3 inventory has no 'key': ${JSON.stringify(file).slice(0, 100)}.`)
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json // JSON.parse answers JSON
  } catch {
    throw new Error("The manifest of the S3 inventory is no JSON.")
  }
}

/** The objects that a file of an inventory lists: its columns by their names. */
export function inventoryItems(text: string, columns: readonly string[]): readonly Json[] {
  return csvItems(text, columns, "COMMA")
}
