import type { Json } from "../asl/json.ts"

/**
 * The rows of a Parquet file as objects. Instants become ISO 8601 text, whole numbers beyond what JSON's readers hold
 * become text, bytes base64. Uncompressed and Snappy columns are read.
 * @throws {Error} for what is no Parquet file, or is compressed otherwise.
 */
export async function parquetItems(body: Uint8Array, most: number = Infinity): Promise<readonly Json[]> {
  // Few maps read Parquet: its reader is loaded with the first.
  const { parquetReadObjects } = await import("hyparquet")
  const file = new Uint8Array(body).buffer
  const rows = await parquetReadObjects({ file, ...(most === Infinity ? {} : { rowEnd: most }) })
  return rows.map(jsonOf)
}

function jsonOf(value: unknown): Json {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value === "string" || typeof value === "boolean") return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64")
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value !== "object" || value === null) return null
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]))
}
