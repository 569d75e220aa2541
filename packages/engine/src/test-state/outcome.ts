import type { Json } from "../asl/json.ts"
import { StateFailure } from "../core/quotas.ts"

/** How a state's work came out. */
export type Outcome =
  | { readonly result: Json; readonly error?: never; readonly cause?: never }
  | { readonly result?: never; readonly error: string | undefined; readonly cause: string | undefined }

/** @throws {StateFailure} for an outcome that is an error. */
export function resultOf(outcome: Outcome | undefined): Json {
  if (outcome === undefined) throw new Error("a state that needs a mock was let through without one")
  if (outcome.result !== undefined) return outcome.result
  throw new StateFailure({ error: outcome.error, cause: outcome.cause })
}
