import type { Json } from "../../asl/json.ts"
import { parseOffsetDateTime } from "../../query/instant.ts"
import { QueryError } from "../../query/query-error.ts"
import { EvalScope } from "../eval-scope.ts"
import { effectiveInput, leave } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledWait } from "../machine.ts"
import type { Step } from "../step.ts"

/** A Wait state: until a number of seconds has passed, or until an instant. One that is over already needs no timer. */
export function begin(step: Step, frame: Frame, state: CompiledWait): boolean {
  const due = dueTime(step, frame, state)
  if (due <= step.at) return leave(step, frame, state, undefined)
  frame.due = due
  step.wait(frame, "time")
  step.order({ type: "StartTimer", frame: frame.id, seq: frame.seq, dueMs: due })
  return false
}

/** The time came. */
export function fired(step: Step, frame: Frame, state: CompiledWait): boolean {
  return leave(step, frame, state, undefined)
}

function dueTime(step: Step, frame: Frame, state: CompiledWait): number {
  const scope = new EvalScope(step, frame, effectiveInput(step, frame, state))
  const value = read(state, scope)
  if (state.kind === "Seconds" || state.kind === "SecondsPath") {
    return step.at + seconds(state, value, step.machine.limits.seconds) * 1000
  }
  const due = typeof value === "string" ? parseOffsetDateTime(value) : undefined
  if (due !== undefined) return due
  const format = "ISO-8601 extended offset date-time format string"
  throw state.kind === "TimestampPath"
    ? refused(state, `parameter does not reference a valid ${format}`, value)
    : refused(state, `field cannot be parsed as an ${format}`, value)
}

function seconds(state: CompiledWait, value: Json, most: number): number {
  const number = typeof value === "string" && /^[+-]?\d+$/.test(value) ? Number(value) : value
  const what = state.kind === "SecondsPath" ? "parameter" : "field"
  if (typeof number !== "number" || !Number.isInteger(number)) {
    throw refused(state, `${what} cannot be parsed as a long value`, value)
  }
  if (number < 0) throw refused(state, `${what} references a negative value`, value)
  if (number > most) throw refused(state, `${what} references a value above ${most}`, value)
  return number
}

function read(state: CompiledWait, scope: EvalScope): Json {
  if (state.jsonata || !state.kind.endsWith("Path")) return state.value(scope)
  try {
    return state.value(scope)
  } catch (error) {
    const cause = `The ${state.kind} parameter does not reference an input value: ${state.text}`
    throw error instanceof QueryError ? new QueryError("States.Runtime", cause, state.kind) : error
  }
}

/** AWS words a bad value by its path and value where it came by a path, else by its value. */
function refused(state: CompiledWait, complaint: string, value: Json): QueryError {
  const shown = typeof value === "string" ? value : JSON.stringify(value)
  const at = state.kind.endsWith("Path") ? `${state.text} == ${shown}` : shown
  const error = state.jsonata ? "States.QueryEvaluationError" : "States.Runtime"
  return new QueryError(error, `The ${state.kind} ${complaint}: ${at}`, state.kind)
}
