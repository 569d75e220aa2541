import type { z } from "zod"

/**
 * Marks what must not be shown: wherever people are shown a value by its schema (errors of validation, `stepwright run`)
 * it reads `[secret]`. What is stored, and what handlers are given, is as it was. The same as `.meta({ secret: true })`.
 */
export function secret<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), secret: true })
}
