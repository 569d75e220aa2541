import type { Entry } from "./contestants/entry.ts"
import { type Spread, spread } from "./statistics.ts"
import type { Column, Sample, Workload } from "./workloads/workload.ts"

/** A contestant's rounds. */
export interface Row {
  readonly entry: Entry
  readonly samples: readonly Sample[]
}

/** One of ours beside a peer, by one column: how many times better, round by round. */
export interface Comparison {
  readonly ours: string
  readonly peer: string
  readonly key: string
  readonly times: Spread
}

/** Rounds stand side by side, so what slows the machine slows both. */
export function comparisons(rows: readonly Row[], { compared }: Workload): readonly Comparison[] {
  const own = rows.filter(({ entry }) => entry.ours)
  const peers = rows.filter(({ entry }) => !entry.ours)
  return own.flatMap((ours) =>
    peers.flatMap((peer) =>
      compared.map(({ key, better }) => {
        const valueOf = (row: Row, round: number): number => row.samples[round]?.[key] ?? Number.NaN
        const ratios = ours.samples.map((_, round) => valueOf(ours, round) / valueOf(peer, round))
        const times = spread(better === "more" ? ratios : ratios.map((ratio) => 1 / ratio))
        return { ours: ours.entry.name, peer: peer.entry.name, key, times }
      }),
    ),
  )
}

/** A contestant's figures, by column. Left out is what it has none of. */
export function figures({ samples }: Row, columns: readonly Column[]): Readonly<Record<string, Spread>> {
  const known = columns.flatMap(({ key }) => {
    const values = samples.flatMap((sample) => (Number.isFinite(sample[key]) ? [sample[key] ?? 0] : []))
    return values.length === 0 ? [] : [[key, spread(values)] as const]
  })
  return Object.fromEntries(known)
}

/** The printed table. */
export function table(rows: readonly Row[], workload: Workload): string {
  const { columns } = workload
  const cells = rows.map((row) => {
    const values = figures(row, columns)
    const shown = columns.map(({ key, digits }) => (values[key] === undefined ? "–" : written(values[key], digits)))
    return [row.entry.name, ...shown, row.entry.settings]
  })
  const all = [["", ...columns.map(({ title }) => title), "settings"], ...cells]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? []
  const lines = all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  )
  const titleOf = (key: string): string => columns.find((column) => column.key === key)?.title ?? key
  const beside = comparisons(rows, workload).map(
    ({ ours, peer, key, times }) => `${ours} beside ${peer}, ${titleOf(key)}: ${written(times, 2)} times better`,
  )
  return [...lines, "", ...beside].join("\n")
}

/** `median (least–greatest)`. */
export function written({ min, median, max }: Spread, digits: number): string {
  const text = (value: number): string =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${text(median)} (${text(min)}–${text(max)})`
}
