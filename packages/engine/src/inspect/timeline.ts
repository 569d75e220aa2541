import type { HistoryEvent } from "../core/history-event.ts"
import { enclosing, type OpenSpan, openSpan, settleWithin, type SpanStatus } from "./open-span.ts"
import { noteOf, type StateNotes } from "./state-notes.ts"

/** A stretch of time in an execution: a state, an attempt of a task, a branch of a Parallel, an iteration of a Map. */
export interface TimelineSpan {
  readonly kind: "state" | "attempt" | "branch" | "iteration"
  /** The state's name; `#2` for a second attempt; `[0]` for a first branch or iteration. */
  readonly name: string
  /** `Task`, `Map`, …; of states only. */
  readonly stateType?: string
  /** What the state is for, and the step that it does or undoes, where the plan's notes say so. */
  readonly role?: string
  readonly step?: string
  /** Milliseconds since 1970. */
  readonly startMs: number
  /** Absent while it runs. */
  readonly endMs?: number
  /** `CAUGHT`: it failed, and a catcher took over. */
  readonly status: SpanStatus
  /** How often a Task, Parallel or Map was tried; 1 for other states, 0 for one that is not begun. */
  readonly attempts: number
  readonly error?: string
  /** The event that began it. */
  readonly eventId: number
  readonly children: readonly TimelineSpan[]
}

interface Reading {
  readonly root: OpenSpan
  /** Where each event's line of control stands after it: in a state, or in what holds the states. */
  readonly places: Map<number, OpenSpan>
}

/** How a timeline is made. */
export interface TimelineOptions {
  /** Of the plan that was run: they tell steps, compensations, dead letters and the pivot. */
  readonly notes?: StateNotes
}

/** The spans of an execution, in the order in which they began. A Map's distributed iterations have histories of their own. */
export function timelineOf(events: readonly HistoryEvent[], options: TimelineOptions = {}): readonly TimelineSpan[] {
  const { notes = {} } = options
  const root = openSpan("branch", "", events[0]?.timestamp ?? 0, 0, undefined)
  const reading: Reading = { root, places: new Map([[0, root]]) }
  for (const event of events) {
    const place = reading.places.get(event.previousEventId) ?? root
    reading.places.set(event.id, read(event, place, reading))
  }
  return root.children.map((span) => closed(span, notes))
}

/** Takes in one event, and answers where its line of control now stands. */
function read(event: HistoryEvent, place: OpenSpan, reading: Reading): OpenSpan {
  const { type } = event
  const state = /^(Pass|Task|Choice|Wait|Succeed|Fail|Parallel|Map)State(\w+)$/.exec(type)
  if (state !== null) return readState(event, place, state[1] ?? "", state[2] ?? "")
  const iteration = /^MapIteration(\w+)$/.exec(type)?.[1]
  if (iteration !== undefined) return readIteration(event, place, iteration)
  const attempt = /^(?:Task|LambdaFunction|Activity)(\w+)$/.exec(type)?.[1]
  if (attempt !== undefined) return readAttempt(event, place, attempt)
  if (type === "EvaluationFailed") return readEvaluation(event, place, reading.root)
  if (type === "MapRunFailed") return failed(event, enclosing(place, (span) => span.stateType === "Map") ?? place)
  if (type === "ExecutionRedriven") return reopened(place)
  if (/^Execution(?:Failed|TimedOut|Aborted)$/.test(type)) return readEnd(event, place, reading.root)
  return place
}

function readState(event: HistoryEvent, place: OpenSpan, type: string, what: string): OpenSpan {
  const { timestamp, name } = event
  if (what === "Entered") {
    const within = place.stateType === "Parallel" && place.endMs === undefined ? branch(event, place) : holder(place)
    const span = openSpan("state", name ?? "", timestamp, event.id, within)
    span.stateType = type
    span.previous = event.previousEventId
    span.attempts = type === "Task" || type === "Parallel" || type === "Map" ? 0 : 1
    return span
  }
  const span = enclosing(place, (one) => one.stateType === type && (name === undefined || one.name === name))
  if (span === undefined) return place
  if (what === "Exited") {
    if (span.endMs !== undefined) reopened(span)
    settleWithin(span, "ABORTED", timestamp)
    span.status = span.failedMs === undefined ? "SUCCEEDED" : "CAUGHT"
    span.endMs = timestamp
    return span.parent ?? span
  }
  if (what === "Started") {
    if (span.attempts > 0) fail(place, span, event)
    settleWithin(span, "ABORTED", timestamp)
    span.attempts++
    return reopened(span)
  }
  if (what === "Failed") {
    fail(place, span, event)
    settleWithin(span, "ABORTED", timestamp)
  }
  if (what === "Aborted") {
    settleWithin(span, "ABORTED", timestamp)
    // Also written for the state whose failure aborts the others.
    span.status = span.failedMs === undefined ? "ABORTED" : "FAILED"
    span.endMs = span.failedMs ?? timestamp
  }
  return span
}

/** AWS does not number branches: they begin in their order, each time that the Parallel is tried anew. */
function branch({ timestamp, id }: HistoryEvent, parallel: OpenSpan): OpenSpan {
  const tried = parallel.children.filter(({ attempts }) => attempts === parallel.attempts)
  const span = openSpan("branch", `[${tried.length}]`, timestamp, id, parallel)
  span.attempts = parallel.attempts
  return span
}

function readIteration(event: HistoryEvent, place: OpenSpan, what: string): OpenSpan {
  const { timestamp, name, id } = event
  const map = enclosing(place, (span) => span.stateType === "Map" && span.name === name)
  if (map === undefined) return place
  const label = `[${event.index ?? 0}]`
  if (what === "Started") return openSpan("iteration", label, timestamp, id, map)
  const own = (span: OpenSpan): boolean => span.parent === map && span.name === label
  const span = enclosing(place, own) ?? map.children.findLast(own)
  if (span === undefined) return place
  if (what === "Failed") fail(place, span, event)
  settleWithin(span, "ABORTED", timestamp)
  span.status = what === "Succeeded" ? "SUCCEEDED" : what === "Failed" ? "FAILED" : "ABORTED"
  span.endMs = timestamp
  return span
}

function readAttempt(event: HistoryEvent, place: OpenSpan, what: string): OpenSpan {
  const state = enclosing(place, (span) => span.stateType === "Task") ?? place
  const last = state.children.at(-1)
  if (what === "Scheduled") {
    reopened(state)
    state.attempts++
    openSpan("attempt", `#${state.attempts}`, event.timestamp, event.id, state)
  } else if (last !== undefined && what === "Succeeded") {
    last.status = "SUCCEEDED"
    last.endMs = event.timestamp
  } else if (what.endsWith("Failed") || what === "TimedOut") {
    const status = what === "TimedOut" ? "TIMED_OUT" : "FAILED"
    failed(event, state)
    if (last !== undefined && last.endMs === undefined) {
      last.status = status
      last.endMs = event.timestamp
      last.error = event.error ?? "States.Runtime"
    }
  }
  return state
}

/** A state that fails as it is entered: its event is linked to the one before the entry. */
function readEvaluation(event: HistoryEvent, place: OpenSpan, root: OpenSpan): OpenSpan {
  const near = enclosing(
    place,
    (span) => span.kind === "state" && span.name === event.state && span.endMs === undefined,
  )
  return failed(event, near ?? entered(root, event) ?? place)
}

function entered(within: OpenSpan, event: HistoryEvent): OpenSpan | undefined {
  for (const span of within.children.toReversed()) {
    if (span.name === event.state && span.previous === event.previousEventId) return span
    const inside = entered(span, event)
    if (inside !== undefined) return inside
  }
  return undefined
}

function failed(event: HistoryEvent, span: OpenSpan): OpenSpan {
  span.error = event.error ?? "States.Runtime"
  span.failedMs = event.timestamp
  return span
}

function readEnd(event: HistoryEvent, place: OpenSpan, root: OpenSpan): OpenSpan {
  if (event.type === "ExecutionFailed") fail(place, root, event)
  settleWithin(root, event.type === "ExecutionTimedOut" ? "TIMED_OUT" : "ABORTED", event.timestamp)
  return place
}

/** The line of control that failed, up to what failed with it. */
function fail(from: OpenSpan, to: OpenSpan, event: HistoryEvent): void {
  const error = event.error ?? enclosing(from, (span) => span.error !== undefined)?.error
  let endMs: number | undefined
  for (let span: OpenSpan | undefined = from; span !== undefined; span = span.parent) {
    if (error !== undefined) span.error ??= error
    endMs = span.failedMs ?? endMs ?? event.timestamp
    span.failedMs = endMs
    if (span === to) return
    if (span.endMs !== undefined) continue
    span.status = "FAILED"
    span.endMs = endMs
  }
}

/** What is tried again, and all that holds it, goes on. */
function reopened(span: OpenSpan): OpenSpan {
  for (let at: OpenSpan | undefined = span; at !== undefined; at = at.parent) {
    if (at !== span && at.endMs === undefined) continue
    at.status = "RUNNING"
    at.endMs = undefined
    at.error = undefined
    at.failedMs = undefined
  }
  return span
}

/** What the states of a line of control stand in. */
function holder(place: OpenSpan): OpenSpan {
  return place.kind === "state" ? (place.parent ?? place) : place
}

function closed(span: OpenSpan, notes: StateNotes): TimelineSpan {
  const { kind, name, stateType, startMs, endMs, status, attempts, error, eventId, children } = span
  return {
    kind,
    name,
    ...(stateType === undefined ? {} : { stateType, ...purposeOf(notes, name) }),
    startMs,
    ...(endMs === undefined ? {} : { endMs }),
    status,
    attempts,
    ...(error === undefined ? {} : { error }),
    eventId,
    children: children.map((child) => closed(child, notes)),
  }
}

function purposeOf(notes: StateNotes, state: string): Pick<TimelineSpan, "role" | "step"> {
  const { role, step } = noteOf(notes, state) ?? {}
  return { ...(role === undefined ? {} : { role }), ...(step === undefined ? {} : { step }) }
}
