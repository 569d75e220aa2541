import type { TaskBundle } from "./bundle-request.ts"
import type { ImportTime } from "./measure-imports.ts"
import { packageOf } from "./package-of.ts"

/**
 * A table of bundles, for a terminal as for Markdown: their sizes, what weighs most in them, and how long their import takes.
 */
export function sizeTable(bundles: readonly TaskBundle[], times: readonly ImportTime[] = []): string {
  const timed = times.length > 0
  const rows = bundles.map(({ task, bytes, gzipBytes, modules }) => {
    const time = times.find((measured) => measured.task === task)
    const took = time === undefined ? "" : `${ms(time.medianMs)} (${ms(time.leastMs)}–${ms(time.mostMs)})`
    return [task, kilobytes(bytes), kilobytes(gzipBytes), ...(timed ? [took] : []), heaviest(modules)]
  })
  const head = ["task", "kB", "gzip", ...(timed ? ["import, ms: median (range)"] : []), "heaviest, kB"]
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const isText = (column: number): boolean => column === 0 || column === head.length - 1
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0
      return isText(column) ? cell.padEnd(width) : cell.padStart(width)
    })
    return `| ${padded.join(" | ")} |`
  }
  const rule = widths.map((width, column) => (isText(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join("\n")
}

/** By package, the author's own modules by themselves. */
function heaviest(modules: TaskBundle["modules"]): string {
  const byOwner = Map.groupBy(modules, ({ path }) => packageOf(path) ?? path)
  return [...byOwner]
    .map(([owner, parts]) => ({ owner, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) }))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map(({ owner, bytes }) => `${owner} ${kilobytes(bytes)}`)
    .join(", ")
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)
const ms = (milliseconds: number): string => milliseconds.toFixed(1)
