import type { Fields } from "../flow/draft.ts"
import type { Json } from "../../asl/json.ts"
import { quote } from "../expression/quote.ts"
import { expression } from "../flow/place.ts"

/** What failed: by its parts, or as JSONata of `{ step, error, … }` that a branch reported. */
export type Failure =
  | {
      readonly step: string
      /** JSONata of `{ Error, Cause }`. */
      readonly error: string
      /** With the number of retries: it decides whether the step may have happened. */
      readonly counted: boolean
    }
  | { readonly reported: string }

const now = "$millis()"

/**
 * JSONata: above 0 an earlier attempt of the state may have happened. A redrive counts its retries anew, but goes on in a
 * state that failed, or that was stopped at work.
 */
export const earlierAttempts = "$states.context.State.RetryCount + $states.context.Execution.RedriveCount"

/** A failure as the value of a variable. */
export function failureJson(failure: Failure, timed: boolean): Json {
  if ("reported" in failure) return expression(failure.reported)
  const { step, error, counted } = failure
  const fields: Fields = {
    step: /\$\{|\{%|%\}/.test(step) ? expression(quote(step)) : step,
    error: expression(error),
    ...(counted ? { retries: expression(earlierAttempts) } : {}),
    ...(timed ? { at: expression(now) } : {}),
  }
  return fields
}

/** A failure as JSONata. */
export function failureText(failure: Failure, timed: boolean): string {
  if ("reported" in failure) return failure.reported
  return `{'step': ${quote(failure.step)}, 'error': ${failure.error}${timed ? `, 'at': ${now}` : ""}}`
}
