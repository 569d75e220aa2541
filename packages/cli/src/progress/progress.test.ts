import type { HistoryEvent } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { paint } from "../output/paint.ts"
import { Progress } from "./progress.ts"
import { ProgressView } from "./progress-view.ts"

const history: readonly HistoryEvent[] = [
  { id: 1, previousEventId: 0, timestamp: 1000, type: "ExecutionStarted" },
  { id: 2, previousEventId: 0, timestamp: 1000, type: "TaskStateEntered", name: "Charge" },
  { id: 3, previousEventId: 2, timestamp: 1000, type: "LambdaFunctionScheduled" },
  {
    id: 4,
    previousEventId: 3,
    timestamp: 1020,
    type: "LambdaFunctionFailed",
    error: "Busy",
    cause: '{"errorType":"Busy","errorMessage":"try later","trace":[]}',
  },
  { id: 5, previousEventId: 4, timestamp: 2020, type: "LambdaFunctionScheduled" },
  { id: 6, previousEventId: 5, timestamp: 2030, type: "LambdaFunctionSucceeded" },
  { id: 7, previousEventId: 6, timestamp: 2030, type: "TaskStateExited", name: "Charge" },
  { id: 8, previousEventId: 7, timestamp: 2030, type: "TaskStateEntered", name: "Approve" },
  { id: 9, previousEventId: 8, timestamp: 2030, type: "TaskScheduled" },
  { id: 10, previousEventId: 9, timestamp: 2040, type: "TaskSubmitted" },
]

describe("Progress", () => {
  it("tells entries, failures, retries, waits and ends", () => {
    const progress = new Progress()
    expect(history.map((event) => progress.take(event)).filter((happening) => happening !== undefined)).toEqual([
      { kind: "entered", state: "Charge", stateType: "Task" },
      { kind: "failed", state: "Charge", error: "Busy", cause: history[3]?.cause },
      { kind: "retrying", state: "Charge", attempt: 2 },
      { kind: "done", state: "Charge", stateType: "Task" },
      { kind: "entered", state: "Approve", stateType: "Task" },
      { kind: "waiting", state: "Approve" },
    ])
    expect(progress.active).toEqual([{ state: "Approve", count: 1 }])
  })

  it("tells of a call that failed like of any failure", () => {
    const progress = new Progress()
    for (const event of history.slice(0, 9)) progress.take(event)
    const failed = { id: 10, previousEventId: 9, timestamp: 2040, type: "TaskSubmitFailed", error: "Gone", cause: "c" }
    expect(progress.take(failed)).toEqual({ kind: "failed", state: "Approve", error: "Gone", cause: "c" })
  })

  it("tells a failure that was caught from a step that went well", () => {
    const progress = new Progress()
    for (const event of history.slice(0, 4)) progress.take(event)
    const exited = { id: 5, previousEventId: 4, timestamp: 1020, type: "TaskStateExited", name: "Charge" }
    expect(progress.take(exited)).toEqual({ kind: "caught", state: "Charge", stateType: "Task" })
  })

  it("stands nowhere once the execution has ended", () => {
    const progress = new Progress()
    for (const event of history) progress.take(event)
    progress.take({ id: 11, previousEventId: 10, timestamp: 3000, type: "ExecutionAborted" })
    expect(progress.active).toEqual([])
  })
})

describe("ProgressView", () => {
  const shown = (isTerminal: boolean, execution = "root"): string => {
    let text = ""
    const view = new ProgressView({ isTerminal, columns: 80, write: (more) => (text += more) }, paint(false))
    view.follow("root")
    for (const event of history) view.show({ execution, workflow: "child", event })
    view.end()
    return text
  }

  it("writes plain lines where there is no terminal", () => {
    expect(shown(false)).toBe(
      [
        "   20 ms  ✗ Charge  Busy: try later",
        "  1.02 s  ↻ Charge  attempt 2",
        "  1.03 s  ✓ Charge",
        "  1.04 s  … Approve  waits for an answer",
        "",
      ].join("\n"),
    )
  })

  it("ends on a terminal with the last line taken away", () => {
    const text = shown(true)
    expect(text).toContain("▸ Approve")
    expect(text.endsWith("\r\u001B[2K")).toBe(true)
  })

  it("names the workflow of a child", () => {
    expect(shown(false, "another")).toContain("✓ child › Charge")
  })

  it("lets no control character through", () => {
    let text = ""
    const view = new ProgressView({ isTerminal: false, columns: 80, write: (more) => (text += more) }, paint(false))
    view.show({
      execution: "root",
      workflow: "w",
      event: { id: 1, previousEventId: 0, timestamp: 0, type: "TaskStateEntered", name: "a\u001B[2Jb" },
    })
    view.show({
      execution: "root",
      workflow: "w",
      event: { id: 2, previousEventId: 1, timestamp: 0, type: "TaskStateExited", name: "a\u001B[2Jb" },
    })
    expect(text).toContain("a\uFFFD[2Jb")
  })
})
