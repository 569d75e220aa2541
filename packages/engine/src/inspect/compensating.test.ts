import { expect, test } from "vitest"

import type { JsonObject } from "../asl/index.ts"
import { drawTimeline } from "./draw-timeline.ts"
import { toMermaid } from "./mermaid.ts"
import { definitionOf, played } from "./played.fixture.ts"
import { timelineOf } from "./timeline.ts"

const task = (to: JsonObject): JsonObject => ({ Type: "Task", Resource: "arn:x", ...to })
const undoing = (to: string): JsonObject => task({ Next: to, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Letter" }] })
const machine = {
  QueryLanguage: "JSONata",
  StartAt: "Book",
  States: {
    Book: task({ Next: "Pay" }),
    Pay: task({ Next: "Print", Catch: [{ ErrorEquals: ["Declined"], Next: "Undo pay" }] }),
    Print: task({ End: true }),
    "Undo pay": undoing("Check book"),
    Letter: task({ Next: "Check book" }),
    "Check book": { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "Undo book" }], Default: "Failed" },
    "Undo book": task({ Next: "Failed" }),
    Failed: { Type: "Fail", Error: "Declined" },
  },
} as const
const notes = {
  Book: { role: "step", step: "book" },
  Pay: { role: "pivot", step: "pay" },
  "Undo pay": { role: "compensation", step: "pay" },
  Letter: { role: "deadLetter", step: "pay" },
  "Check book": { role: "saga" },
  "Undo book": { role: "compensation", step: "book" },
  Failed: { role: "saga" },
}
const events = played(machine, {
  Book: [{ afterMs: 1000 }],
  Pay: [{ afterMs: 1000, error: "Declined" }],
  "Undo pay": [{ afterMs: 1000, error: "Down" }],
  Letter: [{ afterMs: 1000 }],
  "Undo book": [{ afterMs: 2000 }],
})

test("spans say what their states are for, where the plan's notes do", () => {
  const spans = timelineOf(events, { notes })
  expect(spans.map(({ name, role, step }) => ({ name, role, step }))).toEqual(
    ["Book", "Pay", "Undo pay", "Letter", "Check book", "Undo book", "Failed"].map((name) => ({
      name,
      step: undefined,
      ...notes[name as keyof typeof notes],
    })),
  )
  expect(timelineOf(events).every((span) => !("role" in span) && !("step" in span))).toBe(true)
})

test("a saga's way back is drawn as compensating, with signs for pivot, compensations and dead letters", () => {
  expect(drawTimeline(timelineOf(events, { notes }), { width: 60 })).toBe(`\
Book           ████▍                       ✓ 1.00 s
◆ Pay              ████▋                   ↷ 1.00 s Declined
compensating           ██████████████████  ↷ 4.00 s
  ↩ Undo pay           █████               ↷ 1.00 s Down
  ✉ Letter                  ████▍          ✓ 1.00 s
  Check book                    ▍          ✓ 0 ms
  ↩ Undo book                   █████████  ✓ 2.00 s
Failed                                  █  ✗ 0 ms Declined
`)
})

test("while it runs, too: up to now", () => {
  const begun = events.findIndex(({ type, name }) => type === "TaskStateEntered" && name === "Undo book")
  const spans = timelineOf(events.slice(0, begun + 2), { notes })
  const [line] =
    drawTimeline(spans, { width: 60, nowMs: (events[0]?.timestamp ?? 0) + 5000 }).match(/^compensating.*$/m) ?? []
  expect(line).toMatch(/… 3\.00 s$/)
})

test("a Mermaid drawing tells compensations, dead letters and the pivot from the rest", () => {
  const drawn = toMermaid(definitionOf(machine), { notes, highlight: { Pay: "failed" } })
  const classes = drawn.split("\n").filter((line) => /^ {2}class /.test(line))
  expect(classes).toEqual([
    "  class s3,s6 compensation",
    "  class s4 deadLetter",
    "  class s1 pivot",
    "  class s1 failed",
  ])
})
