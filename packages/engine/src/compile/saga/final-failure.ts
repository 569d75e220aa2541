import { quote } from "../expression/quote.ts"
import { deadlinePassed } from "../flow/call-fields.ts"
import { addState, expression, type Place } from "../flow/place.ts"
import type { SagaVariables } from "./undoing.ts"

/** The state in which a compensated execution ends, whether everything could be undone or not. */
export function finalFailure(place: Place, variables: SagaVariables): string {
  const { uncompensated } = variables
  const { name, cause } = failureError(variables)
  const draft = addState(place, [], "Fail", {
    name: "Saga failed",
    role: "saga",
    fields: {
      Error: expression(`$count($${uncompensated}) > 0 ? 'Saga.PartiallyCompensated' : ${name}`),
      Cause: expression(cause),
    },
  })
  return draft.name
}

/**
 * JSONata of the `{ Error, Cause }` with which a saga inside fails once it has undone by itself what it attempted.
 * @param partly - JSONata: something could not be undone.
 */
export function raisedError(variables: SagaVariables, partly: string): string {
  const { name, cause } = failureError(variables)
  return `{'Error': ${partly} ? 'Saga.PartiallyCompensated' : ${name}, 'Cause': ${partly} ? ${cause} : $${variables.failure}.error.Cause}`
}

/** Names that a caller could not catch, or that say nothing. */
const uncatchable = ["States.Runtime", "States.DataLimitExceeded", ""]

/**
 * What a failed saga ends with: the original error's name, at most 256 characters, and JSON of at most 32,768 of the
 * step, the error and what was compensated. A step that did not start because the deadline had passed is a timeout.
 */
export function failureError({ failure, compensated, uncompensated }: SagaVariables): {
  readonly name: string
  readonly cause: string
} {
  const error = `$${failure}.error`
  const expired = `($type(${error}.Cause) = 'string' ? $contains(${error}.Cause, ${quote(deadlinePassed)}) : false)`
  const named = `$type(${error}.Error) = 'string' ? (${error}.Error in [${uncatchable.map(quote).join(", ")}] ? 'Saga.Failed' : $substring(${error}.Error, 0, 256)) : 'Saga.Failed'`
  const told = `${expired} ? {'Error': 'States.Timeout', 'Cause': 'The deadline of the workflow passed.'} : ${error}`
  return {
    name: `(${expired} ? 'States.Timeout' : ${named})`,
    cause: `$substring($string({'step': $${failure}.step, 'error': ${told}, 'compensated': $${compensated}, 'uncompensated': $${uncompensated}}), 0, 32768)`,
  }
}
