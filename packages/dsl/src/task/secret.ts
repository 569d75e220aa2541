import { clone, globalRegistry } from "zod/v4/core"

import type { Schema } from "./schema.ts"

/**
 * Marks what must not be shown: wherever people are shown a value by its schema (errors of validation, `stepwright run`)
 * it reads `[secret]`. What is stored, and what handlers are given, is as it was. The same as `.meta({ secret: true })`.
 */
export function secret<S extends Schema>(schema: S): S {
  const marked = clone(schema)
  globalRegistry.add(marked, { ...globalRegistry.get(schema), secret: true })
  return marked
}
