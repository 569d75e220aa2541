import type { z } from "zod"

import { misuse } from "../scope/tracing.ts"
import { changesValues } from "./shape.ts"

/** Reports a schema that changes values, at a boundary where nothing would run it on AWS. */
export function checkStable(schema: z.core.$ZodType, what: string): void {
  if (changesValues(schema)) misuse("SCHEMA_UNSTABLE", `${what} has a schema that changes its value.`)
}
