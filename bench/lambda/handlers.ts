// Tasks that do nothing, by what their schemas need.
import { handle, task } from "@stepwright/dsl"
import { z } from "zod"
import * as mini from "zod/mini"

/** Takes and gives anything: no zod. */
export const anything = task("no-op", { input: z.unknown(), handler: () => null })

const point = task("no-op-with-a-schema", { input: z.object({ x: z.int(), y: z.int() }) })
export const atAPoint = handle(point, () => null)

/** Likewise, of zod/mini. */
const small = task("no-op-with-a-mini-schema", { input: mini.object({ x: mini.int(), y: mini.int() }) })
export const atASmallPoint = handle(small, () => null)
