import { isJsonObject, type Json } from "../asl/json.ts"
import type { ReadOptions } from "../core/command.ts"
import { csvItems } from "./csv.ts"

/** What could be read, or why nothing could: the cause of `States.ItemReaderFailed`. */
export type ReadResult =
  | { readonly items: readonly Json[]; readonly cause?: never }
  | { readonly cause: string; readonly items?: never }

/**
 * Decodes what an ItemReader's resource answered: `Body` of `s3:getObject` as CSV, JSON or JSONL, `Contents` of
 * `s3:listObjectsV2` as they are. An array is taken for the items themselves.
 * @param resource - The order's `resource`.
 */
export function readItems(resource: string, options: ReadOptions, answer: Json): ReadResult {
  const { maxItems } = options
  const read = decode(resource, options, answer)
  if (read.items === undefined || maxItems === undefined) return read
  return { items: read.items.slice(0, maxItems) }
}

function decode(resource: string, reader: ReadOptions, answer: Json): ReadResult {
  if (Array.isArray(answer)) return { items: answer as readonly Json[] } // isArray does not narrow a readonly array
  if (!isJsonObject(answer)) return { cause: "The resource of the ItemReader answered no object." }
  if (resource.endsWith(":listObjectsV2")) return { items: listed(answer.Contents) }
  const body = answer.Body
  if (typeof body !== "string") return { cause: "The resource of the ItemReader answered no Body." }
  switch (reader.inputType) {
    case "CSV":
      return { items: csvItems(body, reader.csvHeaders, reader.csvDelimiter ?? "COMMA") }
    case "JSONL":
      return jsonLines(body)
    case "JSON":
      return jsonItems(body, reader.itemsPointer)
    default:
      return { cause: `The InputType ${reader.inputType} cannot be read.` }
  }
}

function listed(contents: Json | undefined): readonly Json[] {
  return Array.isArray(contents) ? (contents as readonly Json[]) : [] // isArray does not narrow a readonly array
}

function jsonLines(body: string): ReadResult {
  try {
    const lines = body.split(/\r?\n/).filter((line) => line.trim() !== "")
    return { items: lines.map((line) => JSON.parse(line) as Json) } // JSON.parse answers JSON
  } catch {
    return { cause: "Attempting to map over invalid JSON Lines." }
  }
}

function jsonItems(body: string, pointer: string | undefined): ReadResult {
  let document: Json | undefined
  try {
    document = JSON.parse(body) as Json // JSON.parse answers JSON
  } catch {
    return { cause: "Attempting to map over invalid JSON." }
  }
  const items = pointer === undefined ? document : at(document, pointer)
  if (Array.isArray(items)) return { items: items as readonly Json[] } // isArray does not narrow a readonly array
  return { cause: "Attempting to map over non-iterable node." }
}

/** The value that a JSON Pointer (RFC 6901) leads to. */
function at(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~")
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(key)]
    else if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[key]
    else return undefined
  }
  return value
}
