import type { TimelineSpan } from "@stepwright/engine/inspect"
import { expect, it } from "vitest"

import { pruneSpans } from "./prune-spans.ts"

const span = (
  kind: TimelineSpan["kind"],
  name: string,
  children: readonly TimelineSpan[] = [],
  status: TimelineSpan["status"] = "SUCCEEDED",
): TimelineSpan => ({
  kind,
  name,
  startMs: 0,
  endMs: 1,
  status,
  attempts: 1,
  eventId: 1,
  children,
})

it("keeps the first iterations and those that failed", () => {
  const iterations = Array.from({ length: 100 }, (_, index) =>
    span("iteration", `[${index}]`, [span("state", "Do")], index === 70 ? "FAILED" : "SUCCEEDED"),
  )
  const { spans, hidden } = pruneSpans([span("state", "Each", iterations)], 3)
  expect(spans[0]?.children.map(({ name }) => name)).toEqual(["[0]", "[1]", "[2]", "[70]"])
  expect(hidden).toBe(96)
})

it("leaves states alone, however many", () => {
  const states = Array.from({ length: 50 }, (_, index) => span("state", `S${index}`))
  expect(pruneSpans(states, 3)).toEqual({ spans: states, hidden: 0 })
})
