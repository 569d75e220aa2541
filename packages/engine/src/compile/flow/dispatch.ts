import { type Attempting, handleBy, type Handling } from "./attempting.ts"
import type { Draft, Way } from "./draft.ts"
import { enter, expression, isForward, makeState, type Place } from "./place.ts"
import { quote } from "../expression/quote.ts"
import type { Saga } from "../saga/saga.ts"
import { handledError } from "./protect.ts"

/**
 * A child workflow's failure arrives as `States.TaskFailed` with the child's description as JSON in the cause, which AWS
 * may have cut off. This is the child's own error; a quotation mark inside a text is escaped, so it cannot be mistaken.
 * A child whose time was up names none.
 */
export const childError: string =
  '($name := $type($states.errorOutput.Cause) = \'string\' ? $match($states.errorOutput.Cause, /"Error":\\s*"([^\\\\"]+)"/, 1)[0].groups[0]; ' +
  "$exists($name) ? {'Error': $name, 'Cause': $states.errorOutput.Cause} : $type($states.errorOutput.Cause) = 'string' and " +
  '$contains($states.errorOutput.Cause, /"Status":\\s*"TIMED_OUT"/) ' +
  "? {'Error': 'States.Timeout', 'Cause': $states.errorOutput.Cause} : $states.errorOutput)"

/** Where a child workflow fails under handlers that name errors: they see the child's own error. */
export function dispatchChild(place: Place, draft: Draft, step: string): readonly Way[] {
  if (
    !place.attempts.some(({ handlers }) => handlers.some(({ errors }) => errors.some((error) => !isAnyFailure(error))))
  )
    return []
  const way = draft.way("catch", { ErrorEquals: ["States.TaskFailed"] })
  dispatch(place, [way], { step, error: childError })
  return [way]
}

/** What is raised on some ways. */
export interface Raised {
  readonly step: string
  /** JSONata of `{ Error, Cause }` on each of the ways; must not fail. */
  readonly error: string | ((way: Way) => string)
}

/** Raises an error whose name is known only at run time: a Choice takes it to its handler, its saga, or to the end. */
export function dispatch(place: Place, ways: readonly Way[], { step, error }: Raised): void {
  const raised = (way: Way): string => (typeof error === "string" ? error : error(way))
  const first = handlersOf(place)[0]
  if (first !== undefined && handlesAll(first.handling)) {
    for (const way of ways) handleBy(first.attempting, first.handling, way, () => handledError(raised(way)))
    return
  }
  if (first === undefined && sagaOf(place) !== undefined) {
    for (const way of ways) sagaOf(place)?.failedAt(way, step, raised(way))
    return
  }
  const variable = place.plan.variableNames.take("raised")
  const text = `$${variable}`
  for (const way of ways) way.assign[variable] = expression(raised(way))
  if (first === undefined) return failWith(place, ways, step, text)
  choose(place, ways, step, text)
}

/** A Choice between the handlers of an error that a variable holds. */
function choose(place: Place, ways: readonly Way[], step: string, text: string): void {
  const draft = makeState(place, "Choice", { name: `${step} failed`, role: "control", step })
  enter(place, ways, draft)
  for (const { attempting, handling } of handlersOf(place)) {
    const all = handlesAll(handling)
    const way = all
      ? draft.way("default")
      : draft.way("rule", { Condition: expression(`${text}.Error in [${handling.errors.map(quote).join(", ")}]`) })
    handleBy(attempting, handling, way, () => handledError(text))
    if (all) return
  }
  const rest = draft.way("default")
  const saga = sagaOf(place)
  if (saga !== undefined) return saga.failedAt(rest, step, text)
  failWith(place, [rest], step, text)
}

interface Reached {
  readonly attempting: Attempting
  readonly handling: Handling
}

/** The handlers that a failure here meets, innermost first. */
function handlersOf({ attempts }: Place): readonly Reached[] {
  return attempts.flatMap((attempting) => attempting.handlers.map((handling) => ({ attempting, handling })))
}

function handlesAll({ errors }: Handling): boolean {
  return errors.some(isAnyFailure)
}

/** Whatever a child workflow failed with, `States.TaskFailed` says so, too. */
function isAnyFailure(error: string): boolean {
  return error === "States.ALL" || error === "States.TaskFailed"
}

/** The saga that a failure here is undone by. */
function sagaOf(place: Place): Saga | undefined {
  return isForward(place) ? undefined : place.saga
}

/** A Fail state that passes an error on. */
function failWith(place: Place, ways: readonly Way[], step: string, error: string): void {
  const draft = makeState(place, "Fail", {
    name: `${step} raised`,
    role: "result",
    step,
    fields: { Error: expression(errorName(error)), Cause: expression(causeText(error)) },
  })
  enter(place, ways, draft)
}

/** A name as Fail takes it: text of at most 256 characters. */
function errorName(error: string): string {
  return `$type(${error}.Error) = 'string' ? $substring(${error}.Error, 0, 256) : 'States.TaskFailed'`
}

/** A cause as Fail takes it: text of at most 32,768 characters. */
function causeText(error: string): string {
  return `$type(${error}.Cause) = 'string' ? $substring(${error}.Cause, 0, 32768) : ''`
}
