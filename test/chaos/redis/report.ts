import type { Finding, Verdict } from "./judge.ts"
import { reportsIn } from "./losses.ts"
import type { Record } from "./record.ts"
import type { RunOptions } from "./run.ts"

/** What a run came to. */
export interface Report {
  readonly seed: number
  readonly seconds: number
  readonly topology: string
  readonly mode: string
  readonly workers: number
  /** How often each fault struck. */
  readonly faults: Readonly<{ [kind: string]: number }>
  /** Executions whose start was acknowledged, and how they ended. */
  readonly started: number
  readonly ends: Readonly<{ [status: string]: number }>
  /** Handler calls, and those of them that repeated one. */
  readonly calls: number
  readonly repeated: number
  /** Events that workers were told are durable. */
  readonly transitions: number
  /** Milliseconds. */
  readonly recoveries: { readonly count: number; readonly median: number; readonly max: number }
  /** Warnings and errors that workers logged, by their message. */
  readonly warnings: Readonly<{ [message: string]: number }>
  /** How often a process was told that the store had gone back behind what it was acknowledged. */
  readonly reports: number
  /** Losses within the windows that the mode names, of which was told whoever had to be. */
  readonly excused: readonly Finding[]
  readonly broken: readonly Finding[]
}

export function reportOf(options: RunOptions, record: Record, { recoveries, excused, broken }: Verdict): Report {
  const { seed, seconds, topology, mode, workers } = options
  const { db } = record
  const counted = (sql: string): { [name: string]: number } =>
    Object.fromEntries(
      (db.prepare(sql).all() as unknown as readonly { name: string; count: number }[]).map(({ name, count }) => [
        name,
        count,
      ]),
    )
  const number = (sql: string): number => (db.prepare(sql).get() as { readonly count: number }).count
  const sorted = recoveries.toSorted((a, b) => a - b)
  return {
    seed,
    seconds,
    topology,
    mode,
    workers,
    faults: counted("SELECT kind AS name, count(*) AS count FROM faults GROUP BY kind"),
    started: number("SELECT count(*) AS count FROM starts WHERE acked IS NOT NULL"),
    ends: counted("SELECT status AS name, count(*) AS count FROM ends GROUP BY status"),
    calls: number("SELECT count(*) AS count FROM calls"),
    repeated: number("SELECT count(*) - count(DISTINCT key) AS count FROM calls"),
    transitions: number("SELECT count(*) AS count FROM told"),
    recoveries: { count: sorted.length, median: sorted[sorted.length >> 1] ?? 0, max: sorted.at(-1) ?? 0 },
    warnings: counted(
      "SELECT substr(message, 1, instr(message, ' {') - 1) AS name, count(*) AS count FROM logs GROUP BY 1",
    ),
    reports: reportsIn(record),
    excused,
    broken,
  }
}

/** The report for people. */
export function told(report: Report): string {
  const { faults, ends, recoveries, warnings, reports, excused, broken } = report
  const list = (counts: Readonly<{ [name: string]: number }>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ") || "none"
  return [
    `${report.topology}, ${report.mode}, ${report.workers} workers, ${report.seconds} s, seed ${report.seed}`,
    `faults       ${list(faults)}`,
    `executions   ${report.started} started; ${list(ends)}`,
    `transitions  ${report.transitions}; handler calls ${report.calls}, ${report.repeated} of them repeated`,
    `recoveries   ${recoveries.count}; median ${recoveries.median.toFixed()} ms, longest ${recoveries.max.toFixed()} ms`,
    `warnings     ${list(warnings)}`,
    `excused      ${list(byWhat(excused))}; processes were told ${reports} times`,
    `broken       ${list(byWhat(broken))}`,
    ...broken.slice(0, 40).map(({ what, subject, detail }) => `  ${what}: ${subject}: ${detail}`),
    ...(broken.length > 40 ? [`  and ${broken.length - 40} more`] : []),
  ].join("\n")
}

function byWhat(findings: readonly Finding[]): { [what: string]: number } {
  const counts: { [what: string]: number } = {}
  for (const { what } of findings) counts[what] = (counts[what] ?? 0) + 1
  return counts
}
