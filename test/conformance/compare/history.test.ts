import type { HistoryEvent } from "@stepwright/engine"
import { describe, expect, test } from "vitest"

import type { ExecutionCase, ExpectedExecution, RecordedEvent } from "../case.ts"
import { differenceOfHistory } from "./history.ts"
import { comparison } from "./values.ts"

function caseWith(expected: Partial<ExpectedExecution>, recorded = "01-01-2025, 00:00:00"): ExecutionCase {
  return {
    id: "case",
    source: "here",
    recorded,
    area: "area",
    kind: "execution",
    type: "STANDARD",
    volatile: ["<any>"],
    definition: {},
    input: {},
    mocks: {},
    expected: { status: "SUCCEEDED", ...expected },
  }
}

/** Events of ours: `[previous, type, details]`, the ids from 1. */
function events(...list: readonly (readonly [number, string, object?])[]): readonly HistoryEvent[] {
  return list.map(([previousEventId, type, details], index) => ({
    id: index + 1,
    previousEventId,
    type,
    timestamp: 0,
    ...details,
  }))
}

function difference(test: ExecutionCase, ours: readonly HistoryEvent[]): string | undefined {
  return differenceOfHistory(test, ours, comparison(test))
}

describe("a history in one line", () => {
  const history: readonly RecordedEvent[] = [
    { type: "ExecutionStarted", input: {} },
    { type: "PassStateEntered", name: "A", input: {} },
    { type: "PassStateExited", name: "A", output: "<any>" },
  ]
  const recorded = caseWith({ history, previousEventIds: [0, 0, 2] })
  const same = events(
    [0, "ExecutionStarted", { input: {}, roleArn: "not compared" }],
    [0, "PassStateEntered", { name: "A", input: {} }],
    [2, "PassStateExited", { name: "A", output: 7 }],
  )

  test("agrees event by event", () => {
    expect(difference(recorded, same)).toBeUndefined()
  })

  test("that was not recorded agrees with any", () => {
    expect(difference(caseWith({}), same)).toBeUndefined()
  })

  test.each<[string, readonly HistoryEvent[], string]>([
    ["an event less", same.slice(0, 2), "event 3: missing, recorded PassStateExited"],
    ["an event more", [...same, ...same.slice(0, 1)], "event 1: ExecutionStarted, recorded nothing more"],
    [
      "another type",
      same.with(1, { ...same[1], type: "WaitStateEntered" } as HistoryEvent),
      "event 2: WaitStateEntered, recorded PassStateEntered",
    ],
    [
      "another detail",
      same.with(1, { ...same[1], name: "B" } as HistoryEvent),
      'event 2 PassStateEntered.name: "B", recorded "A"',
    ],
    [
      "another link",
      same.with(2, { ...same[2], previousEventId: 1 } as HistoryEvent),
      "event 3 PassStateExited: follows 1, recorded 2",
    ],
  ])("differs by %s", (_, ours, expected) => {
    expect(difference(recorded, ours)).toBe(expected)
  })
})

describe("a history of several lines", () => {
  const history: readonly RecordedEvent[] = [
    { type: "ParallelStateStarted" },
    { type: "PassStateEntered", name: "A" },
    { type: "PassStateEntered", name: "B" },
  ]
  const swapped = events(
    [0, "ParallelStateStarted"],
    [1, "PassStateEntered", { name: "B" }],
    [1, "PassStateEntered", { name: "A" }],
  )

  test("may interleave in another way where it is marked as concurrent, and only there", () => {
    const links = { history, previousEventIds: [0, 1, 1] }
    expect(difference(caseWith({ ...links, concurrent: true }), swapped)).toBeUndefined()
    expect(difference(caseWith(links), swapped)).toBe('event 2 PassStateEntered.name: "B", recorded "A"')
  })

  test("is compared as a set where the recorder sorted it, and may lack ends of Parallels", () => {
    const sorted = caseWith({ history, unordered: true })
    expect(difference(sorted, [...swapped, ...events([1, "ParallelStateSucceeded"])])).toBeUndefined()
    expect(difference(sorted, [...swapped, ...events([1, "WaitStateAborted"])])).toBe(
      "event 1: WaitStateAborted, recorded no such event",
    )
    expect(difference(sorted, swapped.slice(1))).toBe("no ParallelStateStarted (recorded event 1)")
  })
})

test("a distributed Map's exit follows what it followed when it was recorded", () => {
  const expected = {
    history: [{ type: "MapRunStarted" }, { type: "MapRunSucceeded" }, { type: "MapStateExited" }],
    previousEventIds: [0, 1, 2],
  }
  const ours = events([0, "MapRunStarted"], [1, "MapRunSucceeded"], [1, "MapStateExited"])
  expect(difference(caseWith(expected, "19-06-2024, 00:00:00"), ours)).toBeUndefined()
  expect(difference(caseWith(expected, "13-11-2024, 00:00:00"), ours)).toBe(
    "event 3 MapStateExited: follows 1, recorded 2",
  )
})
