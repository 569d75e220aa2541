import type { Options } from "../options.ts"
import { percentile } from "../statistics.ts"
import type { Team } from "../team/team.ts"
import type { Sample, Workload } from "./workload.ts"

/** Requests to a server in a process of its own, by AWS's client. */
export const api: Workload = {
  describe: ({ n, concurrency }) => `rounds of ${n} StartExecution by AWS's client, ${concurrency} at a time`,
  columns: [
    { key: "perSecond", title: "requests/s", digits: 0 },
    { key: "p50", title: "p50 ms", digits: 2 },
    { key: "p99", title: "p99 ms", digits: 2 },
    { key: "serverMicros", title: "server µs each", digits: 0 },
    { key: "clientMicros", title: "client µs each", digits: 0 },
    { key: "redisMicros", title: "Redis µs each", digits: 0 },
  ],
  compared: [
    { key: "perSecond", better: "more" },
    { key: "serverMicros", better: "less" },
  ],
  anew: false,
  async warmUp(team, { concurrency }) {
    await team.share(team.entry.warmUp, (count) => ({ ask: "run", count, concurrency }))
  },
  round,
}

async function round(team: Team, { n, concurrency }: Options): Promise<Sample> {
  const redisBefore = await team.place.cpuMicros()
  const began = performance.now()
  const answers = await team.share(n, (count) => ({ ask: "run", count, concurrency }))
  const seconds = (performance.now() - began) / 1000
  const requestMs = answers.flatMap(({ executionMs }) => executionMs)
  const each = (of: (answer: (typeof answers)[number]) => number): number =>
    answers.reduce((sum, answer) => sum + of(answer), 0) / n
  return {
    perSecond: n / seconds,
    p50: percentile(requestMs, 0.5),
    p99: percentile(requestMs, 0.99),
    serverMicros: each(({ servedMicros }) => servedMicros),
    clientMicros: each(({ cpuMicros }) => cpuMicros),
    redisMicros: ((await team.place.cpuMicros()) - redisBefore) / n,
  }
}
