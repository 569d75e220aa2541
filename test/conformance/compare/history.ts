import type { HistoryEvent } from "@stepwright/engine"
import type { Json, JsonObject } from "@stepwright/engine/asl"

import type { ExecutionCase, RecordedEvent } from "../case.ts"
import { followedMapRunEnd } from "./aws-changes.ts"
import { differenceOfChains } from "./chains.ts"
import { type ComparedEvent, differenceOfEvents } from "./events.ts"
import type { Comparison } from "./values.ts"

/** The details that a recording may hold; others are left out of the comparison. */
const compared = [
  "name",
  "index",
  "length",
  "input",
  "parameters",
  "output",
  "assignedVariables",
  "resource",
  "resourceType",
  "timeoutInSeconds",
  "heartbeatInSeconds",
  "taskCredentials",
  "mapRunArn",
  "error",
  "cause",
  "location",
] as const

/** The first difference between a case's recorded history and ours, or undefined. */
export function differenceOfHistory(
  test: ExecutionCase,
  events: readonly HistoryEvent[],
  by: Comparison,
): string | undefined {
  const { history, previousEventIds, concurrent, unordered } = test.expected
  if (history === undefined) return undefined
  const recorded = history.map((event, index) => recordedEvent(event, index + 1, previousEventIds?.[index]))
  const ours = events.map(ourEvent)
  if (unordered === true) return differenceOfSets(recorded, ours, by)
  const linear = differenceInOrder(recorded, ours, by, followedMapRunEnd(test))
  if (linear === undefined || concurrent !== true) return linear
  return differenceOfChains(recorded, ours, by) === undefined ? undefined : linear
}

function differenceInOrder(
  recorded: readonly ComparedEvent[],
  ours: readonly ComparedEvent[],
  by: Comparison,
  followedEnd: boolean,
): string | undefined {
  for (const [index, expected] of recorded.entries()) {
    const actual = ours[index]
    if (actual === undefined) return `event ${expected.id}: missing, recorded ${expected.type}`
    const difference = differenceOfEvents(expected, actual, by)
    if (difference !== undefined) return difference
    const moved =
      followedEnd && expected.type === "MapStateExited" && recorded[expected.previous - 1]?.type === "MapRunSucceeded"
    if (expected.previous !== actual.previous && !moved) {
      return `event ${expected.id} ${expected.type}: follows ${actual.previous}, recorded ${expected.previous}`
    }
  }
  const extra = ours[recorded.length]
  return extra === undefined ? undefined : `event ${extra.id}: ${extra.type}, recorded nothing more`
}

/**
 * The recorder sorted the events inside a Parallel and lost the ends of Parallels: each recorded event must be one of
 * ours, and what we have beyond them may only be such an end.
 */
function differenceOfSets(
  recorded: readonly ComparedEvent[],
  ours: readonly ComparedEvent[],
  by: Comparison,
): string | undefined {
  const left = [...ours]
  for (const expected of recorded) {
    const at = left.findIndex((actual) => differenceOfEvents(expected, actual, by) === undefined)
    if (at < 0) return nearest(expected, left, by)
    left.splice(at, 1)
  }
  const extra = left.find(({ type }) => !/^ParallelState(Succeeded|Failed|Exited)$/.test(type))
  return extra === undefined ? undefined : `event ${extra.id}: ${extra.type}, recorded no such event`
}

function nearest(expected: ComparedEvent, ours: readonly ComparedEvent[], by: Comparison): string | undefined {
  const like = ours.find(({ type }) => type === expected.type)
  return like === undefined
    ? `no ${expected.type} (recorded event ${expected.id})`
    : differenceOfEvents(expected, like, by)
}

function recordedEvent(event: RecordedEvent, id: number, previous = 0): ComparedEvent {
  return { id, previous, type: event.type, details: detailsOf(event) }
}

function ourEvent(event: HistoryEvent): ComparedEvent {
  const details = detailsOf(event as unknown as JsonObject) // its members are JSON
  const state = event.type === "EvaluationFailed" && event.state !== undefined ? { name: event.state } : {}
  return { id: event.id, previous: event.previousEventId, type: event.type, details: { ...details, ...state } }
}

function detailsOf(event: JsonObject): JsonObject {
  const details: { [key: string]: Json } = {}
  for (const key of compared) {
    const value = event[key]
    if (value !== undefined) details[key] = value
  }
  return details
}
