import { describe, expect, test } from "vitest"

import type { JsonObject } from "../asl/json.ts"
import { played } from "./played.fixture.ts"
import { timelineOf, type TimelineSpan } from "./timeline.ts"

const task = (fields: JsonObject): JsonObject => ({ Type: "Task", Resource: "arn:x", ...fields })
const level = (states: JsonObject): JsonObject => ({ StartAt: Object.keys(states)[0] ?? "", States: states })
const machine = (states: JsonObject): JsonObject => ({ QueryLanguage: "JSONata", ...level(states) })
const retry = [{ ErrorEquals: ["Busy"], IntervalSeconds: 1, MaxAttempts: 1 }]

/** A span and what is in it, a line each: name, from, to, status, attempts, error. */
function lines(spans: readonly TimelineSpan[], indent = ""): readonly string[] {
  return spans.flatMap(({ name, startMs, endMs, status, attempts, error, children, kind }) => {
    const times = `${startMs}-${endMs ?? ""}`
    const tried = kind === "state" && attempts !== 1 ? [`x${attempts}`] : []
    return [
      [`${indent}${name}`, times, status, ...tried, ...(error === undefined ? [] : [error])].join(" "),
      ...lines(children, `${indent} `),
    ]
  })
}

const cases: readonly (readonly [what: string, events: ReturnType<typeof played>, expected: readonly string[]])[] = [
  [
    "states one after the other",
    played(
      machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Wait", Seconds: 2, Next: "C" }, C: { Type: "Succeed" } }),
    ),
    ["A 0-0 SUCCEEDED", "B 0-2000 SUCCEEDED", "C 2000-2000 SUCCEEDED"],
  ],
  [
    "a task that is tried again",
    played(machine({ A: task({ Retry: retry, End: true }) }), { A: [{ afterMs: 200, error: "Busy" }] }),
    ["A 0-1300 SUCCEEDED x2", " #1 0-200 FAILED Busy", " #2 1200-1300 SUCCEEDED"],
  ],
  [
    "a failure that is caught",
    played(
      machine({
        A: task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }], End: true }),
        B: { Type: "Pass", End: true },
      }),
      { A: [{ afterMs: 50, error: "Oops" }] },
    ),
    ["A 0-50 CAUGHT Oops", " #1 0-50 FAILED Oops", "B 50-50 SUCCEEDED"],
  ],
  [
    "an execution that fails",
    played(machine({ A: task({ End: true }) }), { A: [{ afterMs: 50, error: "Oops" }] }),
    ["A 0-50 FAILED Oops", " #1 0-50 FAILED Oops"],
  ],
  ["a Fail state", played(machine({ A: { Type: "Fail", Error: "Declined" } })), ["A 0-0 FAILED Declined"]],
  [
    "an expression that fails as its state is entered",
    played(machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Wait", Seconds: "{% $nothing %}", End: true } })),
    ["A 0-0 SUCCEEDED", "B 0-0 FAILED States.QueryEvaluationError"],
  ],
  [
    "branches, one of which fails",
    played(
      machine({
        P: {
          Type: "Parallel",
          Branches: [
            level({ A: task({ Next: "A2" }), A2: { Type: "Wait", Seconds: 9, End: true } }),
            level({ B: task({ End: true }) }),
          ],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "C" }],
          End: true,
        },
        C: { Type: "Pass", End: true },
      }),
      { B: [{ afterMs: 500, error: "Oops" }] },
    ),
    [
      "P 0-500 CAUGHT Oops",
      " [0] 0-500 ABORTED",
      "  A 0-100 SUCCEEDED",
      "   #1 0-100 SUCCEEDED",
      "  A2 100-500 ABORTED",
      " [1] 0-500 FAILED Oops",
      "  B 0-500 FAILED Oops",
      "   #1 0-500 FAILED Oops",
      "C 500-500 SUCCEEDED",
    ],
  ],
  [
    "branches that are tried again",
    played(
      machine({
        P: {
          Type: "Parallel",
          Branches: [{ StartAt: "A", States: { A: task({ End: true }) } }],
          Retry: retry,
          End: true,
        },
      }),
      { A: [{ afterMs: 300, error: "Busy" }] },
    ),
    [
      "P 0-1400 SUCCEEDED x2",
      " [0] 0-300 FAILED Busy",
      "  A 0-300 FAILED Busy",
      "   #1 0-300 FAILED Busy",
      " [0] 1300-1400 SUCCEEDED",
      "  A 1300-1400 SUCCEEDED",
      "   #1 1300-1400 SUCCEEDED",
    ],
  ],
  [
    "iterations, one after the other",
    played(
      machine({
        M: {
          Type: "Map",
          Items: [1, 2],
          MaxConcurrency: 1,
          ItemProcessor: { StartAt: "A", States: { A: task({ End: true }) } },
          End: true,
        },
      }),
    ),
    [
      "M 0-200 SUCCEEDED",
      " [0] 0-100 SUCCEEDED",
      "  A 0-100 SUCCEEDED",
      "   #1 0-100 SUCCEEDED",
      " [1] 100-200 SUCCEEDED",
      "  A 100-200 SUCCEEDED",
      "   #1 100-200 SUCCEEDED",
    ],
  ],
  [
    "an iteration that fails the Map",
    played(
      machine({
        M: {
          Type: "Map",
          Items: [1, 2],
          ItemProcessor: { StartAt: "A", States: { A: task({ End: true }) } },
          End: true,
        },
      }),
      { A: [{ afterMs: 300 }, { afterMs: 100, error: "Oops" }] },
    ),
    [
      "M 0-100 FAILED Oops",
      " [0] 0-100 ABORTED",
      "  A 0-100 ABORTED",
      "   #1 0-100 ABORTED",
      " [1] 0-100 FAILED Oops",
      "  A 0-100 FAILED Oops",
      "   #1 0-100 FAILED Oops",
    ],
  ],
  [
    "an execution that is stopped",
    played(machine({ A: task({ End: true }) }), { A: [{ afterMs: 900 }] }, [{ type: "StopRequested", at: 400 }]),
    ["A 0-400 ABORTED", " #1 0-400 ABORTED"],
  ],
  [
    "an execution that times out",
    played({ ...machine({ A: { Type: "Wait", Seconds: 60, End: true } }), TimeoutSeconds: 5 }, {}, [
      { type: "ExecutionTimedOut", at: 5000 },
    ]),
    ["A 0-5000 TIMED_OUT"],
  ],
  [
    "an execution that is redriven",
    played(machine({ A: task({ End: true }) }), { A: [{ afterMs: 100, error: "Oops" }] }, [
      { type: "RedriveRequested", at: 5000 },
    ]),
    ["A 0-5100 SUCCEEDED x2", " #1 0-100 FAILED Oops", " #2 5000-5100 SUCCEEDED"],
  ],
]

describe("timelineOf", () => {
  test.each(cases)("%s", (_, events, expected) => {
    expect(lines(timelineOf(events))).toEqual(expected)
  })

  test("what still runs has no end", () => {
    const events = played(machine({ A: task({ End: true }) })).slice(0, 4)
    expect(lines(timelineOf(events))).toEqual(["A 0- RUNNING", " #1 0- RUNNING"])
    expect(timelineOf([])).toEqual([])
  })
})
