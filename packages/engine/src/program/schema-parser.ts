import type { Parsing, Schema } from "@stepwright/dsl"
import { z } from "zod"

/** What a value comes to by a schema. */
export type Parsed = z.core.util.SafeParseResult<unknown>

/** Parses a value: at once where the schema can, else later. */
export type SchemaParser = (value: unknown) => Parsed | Promise<Parsed>

/** Makes a parser of a schema; undefined for one that takes everything as it is. */
export function schemaParser(schema: Schema): SchemaParser | undefined {
  const { type, checks = [] } = schema._zod.def
  if ((type === "unknown" || type === "any") && checks.length === 0) return undefined
  const parsing = schema as Schema & Parsing
  let asynchronous = false
  return (value) => {
    if (asynchronous) return parsing.safeParseAsync(value)
    try {
      return parsing.safeParse(value)
    } catch (thrown) {
      if (!(thrown instanceof z.core.$ZodAsyncError)) throw thrown
      asynchronous = true
      return parsing.safeParseAsync(value)
    }
  }
}
