import { describe, expect, it } from "vitest"

import type { CatchUp } from "./schedule.ts"
import { dueTicks, tickName } from "./ticks.ts"

const hourly = { cron: "0 * * * *", timezone: "UTC" }
const at = (text: string): number => Date.parse(text)

describe("the ticks that are due", () => {
  const last = at("2026-01-01T00:00:00Z")
  const now = at("2026-01-01T05:30:00Z")
  const missed = [1, 2, 3, 4, 5].map((hour) => at(`2026-01-01T0${hour}:00:00Z`))

  it.each<readonly [CatchUp, readonly number[]]>([
    ["skip", []],
    ["once", missed.slice(-1)],
    ["all", missed],
  ])("after a downtime, by the policy %s", (catchUp, start) => {
    expect(dueTicks({ ...hourly, catchUp }, last, now).start).toEqual(start)
  })

  it.each(["skip", "once", "all"] as const)("hold what came a moment ago, by the policy %s", (catchUp) => {
    const due = dueTicks({ ...hourly, catchUp }, at("2026-01-01T04:00:00Z"), at("2026-01-01T05:00:00.020Z"))
    expect(due).toEqual({ start: missed.slice(-1), upTo: missed.at(-1), isCut: false })
  })

  it("are none before the next, and none twice", () => {
    const due = dueTicks({ ...hourly, catchUp: "all" }, at("2026-01-01T05:00:00Z"), now)
    expect(due).toEqual({ start: [], upTo: at("2026-01-01T05:00:00Z"), isCut: false })
  })

  it("are bounded: of a year's minutes the last thousand are made good", () => {
    const each = { cron: "* * * * *", timezone: "UTC", catchUp: "all" } as const
    const minutes = 525_600
    const due = dueTicks(each, 0, minutes * 60_000)
    expect(due.start).toEqual(Array.from({ length: 1000 }, (_, index) => (minutes - 999 + index) * 60_000))
    expect(due).toMatchObject({ upTo: minutes * 60_000, isCut: true })
    expect(dueTicks(each, 0, 1000 * 60_000).isCut).toBe(false)
  })

  it("follow their timezone over a change of clocks", () => {
    const nightly = { cron: "0 3 * * *", timezone: "Europe/Berlin", catchUp: "all" } as const
    const { start } = dueTicks(nightly, at("2026-03-28T00:00:00Z"), at("2026-03-30T12:00:00Z"))
    expect(start.map((tick) => new Date(tick).toISOString())).toEqual([
      "2026-03-28T02:00:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T01:00:00.000Z",
    ])
  })

  it("name their executions", () => {
    expect(tickName({ name: "nightly" }, at("2026-03-28T02:00:00Z"))).toBe("nightly-20260328T020000Z")
  })
})
