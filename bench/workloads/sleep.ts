import { setTimeout as sleep } from "node:timers/promises"

import { percentile } from "../statistics.ts"
import type { Workload } from "./workload.ts"

/** So many are due within one second. */
const together = 10_000
/** Time to start those, in milliseconds. */
const headStartMs = 20_000
/** They are given up on after so long, in milliseconds. */
const patienceMs = 120_000
const hourMs = 3_600_000

/** What sleepers take, and how late they wake when many are due at once, among all that sleep on. */
export const sleepers: Workload = {
  describe: ({ n }) =>
    `${n} executions that sleep for an hour, 400-byte JSON; among them ${together} that are due within one second`,
  columns: [
    { key: "bytes", title: "bytes each", digits: 0 },
    { key: "lateP50", title: "late p50 ms", digits: 0 },
    { key: "lateP99", title: "late p99 ms", digits: 0 },
    { key: "startsPerSecond", title: "starts/s", digits: 0 },
  ],
  compared: [
    { key: "bytes", better: "less" },
    { key: "lateP99", better: "less" },
  ],
  anew: true,
  async warmUp() {},
  async round(team, { n, concurrency }) {
    const before = await team.place.bytes()
    const began = performance.now()
    const inAnHour = Date.now() + hourMs
    await team.share(n, (count) => ({ ask: "start", count, concurrency, due: inAnHour, spreadMs: hourMs }))
    const startsPerSecond = n / ((performance.now() - began) / 1000)
    await sleep(1000) // what was started is put to sleep
    const bytes = ((await team.place.bytes()) - before) / n
    const due = Date.now() + headStartMs
    await team.share(together, (count) => ({ ask: "start", count, concurrency, due, spreadMs: 1000 }))
    if (Date.now() > due) throw new Error(`${team.entry.name} did not start ${together} within ${headStartMs} ms`)
    const lateMs: number[] = []
    const end = due + patienceMs
    while (lateMs.length < together && Date.now() < end) {
      await sleep(500)
      // To count what is left would cost; an empty run only hands out what was noted.
      for (const answer of await team.ask({ ask: "run", count: 0, concurrency: 1 })) lateMs.push(...answer.lateMs)
    }
    if (lateMs.length < together) throw new Error(`${team.entry.name} woke only ${lateMs.length} of ${together}`)
    return { bytes, startsPerSecond, lateP50: percentile(lateMs, 0.5), lateP99: percentile(lateMs, 0.99) }
  },
}
