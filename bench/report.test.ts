import { expect, it } from "vitest"

import type { Entry } from "./contestants/entry.ts"
import { comparisons, figures } from "./report.ts"
import { workloads } from "./workloads/index.ts"
import type { Sample } from "./workloads/workload.ts"

const row = (ours: boolean, samples: readonly Sample[]) => ({
  entry: { name: ours ? "ours" : "peer", settings: "", ours } as unknown as Entry, // a report reads no more of it
  samples,
})

it("tells how many times better ours is, round by round, where more is better and where less is", () => {
  const fast = [row(true, [{ perSecond: 20 }, { perSecond: 90 }, { perSecond: 40 }])]
  const slow = [row(false, [{ perSecond: 10 }, { perSecond: 30 }, { perSecond: 80 }])]
  expect(comparisons([...fast, ...slow], workloads.chain3)[0]?.times).toEqual({ min: 0.5, median: 2, max: 3 })
  const quick = [row(true, [{ p50: 1 }, { p50: 2 }, { p50: 8 }])]
  const late = [row(false, [{ p50: 4 }, { p50: 6 }, { p50: 4 }])]
  expect(comparisons([...quick, ...late], workloads.lat)[0]?.times).toEqual({ min: 0.5, median: 3, max: 4 })
})

it("leaves out what a contestant has no figures of", () => {
  const { columns } = workloads.chain3
  const known = figures(row(true, [{ perSecond: 10, stepP50: Number.NaN }, { perSecond: 30 }]), columns)
  expect(known).toEqual({ perSecond: { min: 10, median: 30, max: 30 } })
})
