import type { z } from "zod"

/** A schema of zod or of `zod/mini`, whose functions leave less in a bundle. */
export type Schema = z.core.$ZodType

/** What every schema of either can do; their common type leaves it out. */
export interface Parsing {
  safeParse(value: unknown): z.core.util.SafeParseResult<unknown>
  safeParseAsync(value: unknown): Promise<z.core.util.SafeParseResult<unknown>>
}
