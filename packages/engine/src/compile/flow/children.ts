import type { Draft, Fields } from "./draft.ts"
import type { Level } from "./level.ts"
import { expression } from "./place.ts"

/**
 * Lets a distributed Map wait for every child, however it ends: it answers a child's output, and all that is known of one
 * that has none (`Status`, `Error`, `Cause`, `Input`, …).
 */
export function awaitAll(draft: Draft): void {
  draft.fields.ToleratedFailurePercentage = 100
  draft.fields.ResultWriter = { WriterConfig: { Transformation: "COMPACT", OutputType: "JSON" } }
}

/** The fields of a child's input that hold what it captures from outside. */
export function capturedFields(world: Level): Fields {
  return Object.fromEntries([...world.captured].map(([variable, text]) => [variable, expression(text)]))
}
