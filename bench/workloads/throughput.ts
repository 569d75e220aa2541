import type { Options } from "../options.ts"
import { percentile } from "../statistics.ts"
import type { Request } from "../team/message.ts"
import type { Team } from "../team/team.ts"
import type { Column, Compared, Sample, Workload } from "./workload.ts"

const columns: readonly Column[] = [
  { key: "perSecond", title: "executions/s", digits: 0 },
  { key: "nodeMicros", title: "Node µs each", digits: 0 },
  { key: "redisMicros", title: "Redis µs each", digits: 0 },
  { key: "cpuMicros", title: "CPU µs each", digits: 0 },
]

const cpu: Compared = { key: "cpuMicros", better: "less" }

const steps: readonly Column[] = [
  { key: "stepP50", title: "step p50 ms", digits: 2 },
  { key: "stepP99", title: "step p99 ms", digits: 2 },
]

/** Executions run from start to end, many at once. */
export function throughput(what: string, withSteps: boolean): Workload {
  return {
    describe: ({ n, concurrency, processes }) =>
      `rounds of ${n} executions of ${what}, ${concurrency} at a time in ${processes === 1 ? "one process" : `each of ${processes} processes`}`,
    columns: withSteps ? [...columns, ...steps] : columns,
    compared: [{ key: "perSecond", better: "more" }, cpu],
    anew: false,
    async warmUp(team, { concurrency, processes }) {
      await team.share(team.entry.warmUp * processes, (count) => run(count, concurrency))
    },
    round,
  }
}

/** One execution after the other. */
export const latency: Workload = {
  describe: ({ n }) => `rounds of ${n} chains of three no-op steps, 200-byte JSON, one after the other`,
  columns: [
    { key: "p50", title: "chain p50 ms", digits: 2 },
    { key: "p99", title: "chain p99 ms", digits: 2 },
    ...columns.slice(1),
  ],
  compared: [{ key: "p50", better: "less" }, cpu],
  anew: false,
  async warmUp(team) {
    // Compiled under load, then idle for a moment's worth of chains.
    await team.share(team.entry.warmUp, (count) => run(count, 100))
    await team.share(100, (count) => run(count, 1))
  },
  round,
}

function run(count: number, concurrency: number): Request {
  return { ask: "run", count, concurrency }
}

/**
 * One round, behind half as many executions that do not count: a process that stood idle while others had their turn has
 * given memory back, and takes some thousand executions to have it again.
 */
async function round(team: Team, { n, concurrency }: Options): Promise<Sample> {
  await team.share(Math.ceil(n / 2), (count) => run(count, concurrency))
  const redisBefore = await team.place.cpuMicros()
  const began = performance.now()
  const answers = await team.share(n, (count) => run(count, concurrency))
  const seconds = (performance.now() - began) / 1000
  const redisMicros = ((await team.place.cpuMicros()) - redisBefore) / n
  const executionMs = answers.flatMap((answer) => answer.executionMs)
  const stepMs = answers.flatMap((answer) => answer.stepMs)
  const nodeMicros = answers.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0) / n
  return {
    perSecond: n / seconds,
    nodeMicros,
    ...(team.entry.redis ? { redisMicros } : {}),
    cpuMicros: nodeMicros + (team.entry.redis ? redisMicros : 0),
    p50: percentile(executionMs, 0.5),
    p99: percentile(executionMs, 0.99),
    stepP50: percentile(stepMs, 0.5),
    stepP99: percentile(stepMs, 0.99),
  }
}
