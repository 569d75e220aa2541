import type { Json } from "../../asl/json.ts"
import { QueryError, type QueryErrorName } from "../../query/query-error.ts"
import { effectiveInput, enterEvent, guarded, leave } from "../flow.ts"
import type { CompiledWait } from "../machine.ts"
import type { Frame } from "../run.ts"
import { StateScope } from "../state-scope.ts"
import type { Step } from "../step.ts"

/** A Wait state: until a number of seconds has passed, or until an instant. */
export function enterWait(step: Step, before: Frame, state: CompiledWait): void {
  const frame = enterEvent(step, before, state)
  guarded(step, frame.id, () => {
    const dueMs = dueTime(step, frame, state)
    const waiting = step.wait(frame, { for: "time", dueMs })
    step.commands.push({ type: "StartTimer", frame: waiting.id, seq: waiting.seq, dueMs })
  })
}

/** The time came. */
export function resumeWait(step: Step, frame: Frame, state: CompiledWait): void {
  guarded(step, frame.id, () => leave(step, frame, state, undefined))
}

function dueTime(step: Step, frame: Frame, state: CompiledWait): number {
  const scope = new StateScope(step, frame, effectiveInput(step, frame, state))
  const path = state.kind.endsWith("Path")
  const value = readValue(state, scope, path)
  const error: QueryErrorName = path ? "States.Runtime" : "States.QueryEvaluationError"
  const refuse = (cause: string): never => {
    throw new QueryError(error, cause, state.kind)
  }
  if (state.kind.startsWith("Seconds")) {
    const named = path ? `The ${state.kind} parameter` : `The ${state.kind} field`
    const at = path ? `: ${state.text} == ${display(value)}` : `: ${display(value)}`
    if (typeof value !== "number" || !Number.isInteger(value))
      return refuse(`${named} cannot be parsed as a long value${at}`)
    if (value < 0) return refuse(`${named} references a negative value${at}`)
    return step.at + value * 1000
  }
  const due = typeof value === "string" ? parseInstant(value) : undefined
  if (due !== undefined) return due
  const format = "ISO-8601 extended offset date-time format string"
  return path
    ? refuse(`The ${state.kind} parameter does not reference a valid ${format}: ${state.text} == ${display(value)}`)
    : refuse(`The ${state.kind} field cannot be parsed as an ${format}: ${display(value)}`)
}

function readValue(state: CompiledWait, scope: StateScope, path: boolean): Json {
  try {
    return state.value(scope)
  } catch (error) {
    if (!path || !(error instanceof QueryError)) throw error
    throw new QueryError(
      "States.Runtime",
      `The ${state.kind} parameter does not reference an input value: ${state.text}`,
      state.kind,
    )
  }
}

function display(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}

const instant = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** An RFC 3339 instant in milliseconds, or undefined for anything else. */
function parseInstant(text: string): number | undefined {
  const match = instant.exec(text)
  if (match === null) return undefined
  const day = Number(match[3])
  const parsed = Date.parse(text)
  const daysInMonth = new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate()
  return Number.isNaN(parsed) || day > daysInMonth || Number(match[4]) > 23 ? undefined : parsed
}
