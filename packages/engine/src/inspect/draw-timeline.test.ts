import { expect, test } from "vitest"

import { drawTimeline } from "./draw-timeline.ts"
import { played } from "./played.fixture.ts"
import { timelineOf, type TimelineSpan } from "./timeline.ts"

const wait = "Cool down for a very long while"
const spans = timelineOf(
  played(
    {
      QueryLanguage: "JSONata",
      StartAt: "Reserve the stock",
      States: {
        "Reserve the stock": {
          Type: "Task",
          Resource: "arn:x",
          Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 1 }],
          Next: "Ship",
        },
        Ship: {
          Type: "Parallel",
          Branches: [
            { StartAt: "Label", States: { Label: { Type: "Task", Resource: "arn:x", End: true } } },
            { StartAt: wait, States: { [wait]: { Type: "Wait", Seconds: 2, End: true } } },
          ],
          End: true,
        },
      },
    },
    {
      "Reserve the stock": [{ afterMs: 500, error: "Busy" }],
      Label: [{ afterMs: 2500, error: "Printer.Jammed" }],
    },
  ),
)

test("a bar for each span, in columns, names cut to a third", () => {
  expect(drawTimeline(spans, { width: 72 })).toBe(`\
Reserve the stock         ████████▎              ✓ 1.60 s ×2
  #1                      ██▌                    ✗ 500 ms Busy
  #2                             █▎              ✓ 100 ms
Ship                              █████████████  ✗ 2.50 s Printer.Jammed
  [0]                             █████████████  ✗ 2.50 s Printer.Jammed
    Label                         █████████████  ✗ 2.50 s Printer.Jammed
  [1]                             ██████████▌    ✓ 2.00 s
    Cool down for a ver…          ██████████▌    ✓ 2.00 s
`)
})

test("no narrower than forty columns", () => {
  expect(drawTimeline(spans.slice(0, 1), { width: 1 })).toBe(`\
Reserve the …  ██████████  ✓ 1.60 s ×2
  #1           ███▏        ✗ 500 ms Busy
  #2                    █  ✓ 100 ms
`)
})

test.each([40, 61, 80, 200])("no line is wider than %i columns", (width) => {
  for (const line of drawTimeline(spans, { width }).split("\n")) expect(line.length).toBeLessThanOrEqual(width)
})

test("colours only where asked for", () => {
  expect(drawTimeline(spans, { color: true })).toContain("\u001B[31m")
  expect(drawTimeline(spans)).not.toContain("\u001B")
})

const running: TimelineSpan = {
  kind: "state",
  name: "Ship\u001B[2J",
  stateType: "Task",
  startMs: 0,
  status: "RUNNING",
  attempts: 1,
  eventId: 1,
  children: [],
}

test.each([
  [400, "… 400 ms"],
  [12_340, "… 12.3 s"],
  [61_000, "… 1 min 1 s"],
  [5_400_000, "… 1 h 30 min"],
  [200_000_000, "… 2 d 7 h"],
])("what runs is drawn up to now, and names cannot steer the terminal: %i ms", (nowMs, note) => {
  expect(drawTimeline([running], { width: 40, nowMs })).toMatch(new RegExp(`^Ship \\[2J  █+  ${note}\n$`))
})

test("nothing happened, nothing drawn; everything at once, a mark each", () => {
  expect(drawTimeline([])).toBe("")
  expect(drawTimeline([{ ...running, name: "A", endMs: 0, status: "ABORTED" }], { width: 40 })).toMatch(
    /^A {2}▏ +⊘ 0 ms\n$/,
  )
})
