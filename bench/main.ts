// npm run bench -- --workload chain3 --backend sqlite --peer bullmq: ours beside its peers, round by round in one run.
import { writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"

import type { Entry } from "./contestants/entry.ts"
import { entriesOf } from "./contestants/entries.ts"
import { measureLimits } from "./limits.ts"
import { type Options, readOptions, usage } from "./options.ts"
import { comparisons, figures, type Row, table, written } from "./report.ts"
import { Team } from "./team/team.ts"
import { workloads } from "./workloads/index.ts"
import type { Sample, Workload } from "./workloads/workload.ts"

/** Contestants take turns, so that what slows the machine for a while slows all of them. */
async function measure(entries: readonly Entry[], workload: Workload, options: Options): Promise<readonly Row[]> {
  const rows = entries.map((entry) => ({ entry, samples: [] as Sample[] }))
  const teams = new Map<Entry, Team>()
  const teamOf = async (entry: Entry): Promise<Team> => {
    const team = teams.get(entry) ?? (await Team.start(entry, options))
    if (!teams.has(entry)) await workload.warmUp(team, options)
    teams.set(entry, team)
    return team
  }
  const dismiss = async (entry: Entry): Promise<void> => {
    await teams.get(entry)?.close()
    teams.delete(entry)
  }
  try {
    for (let round = 0; round < options.rounds; round++) {
      for (const { entry, samples } of rows) {
        samples.push(await workload.round(await teamOf(entry), options))
        if (workload.anew) await dismiss(entry)
      }
      process.stderr.write(`round ${round + 1} of ${options.rounds}\n`)
    }
  } finally {
    for (const { entry } of rows) await dismiss(entry)
  }
  return rows
}

async function main(options: Options, entries: readonly Entry[]): Promise<void> {
  const workload = workloads[options.workload]
  const { backend, rounds, json } = options
  process.stdout.write(`${options.workload}, ${backend}: ${rounds} × ${workload.describe(options)}\n\n`)
  const limits = entries.some(({ redis }) => redis) ? await measureLimits(options) : undefined
  const rows = await measure(entries, workload, options)
  process.stdout.write(`${table(rows, workload)}\n`)
  if (limits !== undefined) {
    const { pushesPerSecond, transitionsPerSecond } = limits
    process.stdout.write(
      `\nThis Redis, AOF ${options.appendfsync}: pipelined RPUSH ${written(pushesPerSecond, 0)}/s, group script ${written(transitionsPerSecond, 0)} transitions/s\n`,
    )
  }
  if (json === undefined) return
  const machine = { node: process.version, cores: availableParallelism() }
  const shown = rows.map((row) => ({
    name: row.entry.name,
    settings: row.entry.settings,
    ...figures(row, workload.columns),
  }))
  const report = { options, machine, limits, figures: shown, timesBetter: comparisons(rows, workload) }
  writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
}

/** What is asked for, or nothing where that is not to be had, which is then said. */
function asked(): { readonly options: Options; readonly entries: readonly Entry[] } | undefined {
  try {
    const options = readOptions(process.argv.slice(2))
    return { options, entries: entriesOf(options) }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
    process.exitCode = 2
    return undefined
  }
}

const run = asked()
if (run !== undefined) await main(run.options, run.entries)
