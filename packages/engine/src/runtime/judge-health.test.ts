import { describe, expect, it } from "vitest"

import { judgeHealth } from "./judge-health.ts"
import type { VitalSigns } from "./vitals.ts"

const well: VitalSigns = {
  state: "running",
  session: true,
  sessionSince: 0,
  askedAt: undefined,
  answeredAt: 100_000,
  movedAt: 1000,
  moreSince: undefined,
  room: 10,
  executions: 0,
  handlers: 0,
}
const judge = (signs: Partial<VitalSigns>, polls = false) => judgeHealth({ ...well, ...signs }, 100_000, 30_000, polls)

describe("a worker's health", () => {
  it("is good where there is nothing to do, however long", () => {
    expect(judge({})).toEqual({ live: true, ready: true, executions: 0, handlers: 0 })
  })

  it("is bad where work waits and nothing is taken up", () => {
    const expected = { live: false, ready: false, problem: "NO_PROGRESS", forMs: 98_000 }
    expect(judge({ moreSince: 2000 })).toMatchObject(expected)
    expect(judge({ moreSince: 2000, movedAt: 90_000 })).toMatchObject({ live: true, ready: true })
  })

  it("counts from when work began to wait: an idle hour before is no stall", () => {
    expect(judge({ moreSince: 99_000 })).toMatchObject({ live: true, ready: true })
  })

  it("counts from the session's begin: a worker that just came back is given its time", () => {
    expect(judge({ moreSince: 2000, sessionSince: 90_000 })).toMatchObject({ live: true, ready: true })
  })

  it("is bad where it no longer asks a store that others share", () => {
    const quiet = { answeredAt: 60_000 }
    expect(judge(quiet, true)).toMatchObject({ live: false, problem: "STORE_SILENT", forMs: 40_000 })
    expect(judge(quiet, false)).toMatchObject({ live: true, ready: true })
  })

  it("is good while handlers take all its places", () => {
    expect(judge({ moreSince: 2000, room: 0, executions: 10, handlers: 10 })).toMatchObject({ live: true, ready: true })
  })

  it("is bad where its places are taken and nothing runs", () => {
    expect(judge({ moreSince: 2000, room: 0, executions: 10 })).toMatchObject({ live: false, problem: "NO_PROGRESS" })
  })

  it("is bad where the store does not answer", () => {
    expect(judge({ askedAt: 69_000 })).toMatchObject({ live: false, problem: "STORE_SILENT", forMs: 31_000 })
    expect(judge({ askedAt: 71_000 })).toMatchObject({ live: true, ready: true })
  })

  it("is bad where no session can be had", () => {
    const lost = { session: false }
    expect(judge({ ...lost, sessionSince: 60_000 })).toMatchObject({ live: false, problem: "NO_SESSION" })
    expect(judge({ ...lost, sessionSince: 95_000 })).toMatchObject({ live: true, ready: false })
  })

  it("is not ready before the store has answered, nor while it drains", () => {
    expect(judge({ answeredAt: -Infinity })).toMatchObject({ live: true, ready: false })
    expect(judge({ state: "draining", moreSince: 2000 })).toMatchObject({ live: true, ready: false })
  })
})
