import { z } from "zod"

/** What a value comes to by a schema. */
export type Parsed = z.ZodSafeParseResult<unknown>

/** Parses a value: at once where the schema can, else later. */
export type SchemaParser = (value: unknown) => Parsed | Promise<Parsed>

/** Makes a parser of a schema; undefined for one that takes everything as it is. */
export function schemaParser(schema: z.ZodType): SchemaParser | undefined {
  if (schema instanceof z.ZodUnknown || schema instanceof z.ZodAny) return undefined
  let asynchronous = false
  return (value) => {
    if (asynchronous) return schema.safeParseAsync(value)
    try {
      return schema.safeParse(value)
    } catch (thrown) {
      if (!(thrown instanceof z.core.$ZodAsyncError)) throw thrown
      asynchronous = true
      return schema.safeParseAsync(value)
    }
  }
}
