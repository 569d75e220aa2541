import { agreementOver, type Agreement } from "../jsonata/agreement.ts"
import { emittedExpressions } from "../jsonata/emitted.ts"
import { boundsText, type Defused, defuse } from "../jsonata/run-bombs.ts"
import { median, type Speed, type Speeds, speeds } from "../jsonata/speed.ts"
import { progressOn } from "./progress.ts"

/** How our JSONata stands beside the library. */
export interface ExpressionsReport {
  readonly agreement: Agreement
  readonly speeds: Speeds
  readonly bombs: readonly Defused[]
}

/** Compares our evaluator with the library: what cases come to, what the compiler's expressions cost, how bombs end. */
export async function judgeExpressions(folder: string): Promise<ExpressionsReport> {
  const { stderr } = process
  return {
    agreement: await agreementOver(folder, progressOn(stderr, "cases")),
    speeds: await speeds(await emittedExpressions(), progressOn(stderr, "rounds")),
    bombs: defuse(progressOn(stderr, "bombs")),
  }
}

/** How many times faster: the geometric mean, and the least and greatest median. */
export function overall(all: readonly Speed[]): {
  readonly mean: number
  readonly least: number
  readonly greatest: number
} {
  const ratios = all.map(({ ratio }) => ratio.median)
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
  return { mean, least: Math.min(...ratios), greatest: Math.max(...ratios) }
}

/** Prints all of it; the last line says how many cases agree. */
export function reportExpressions(
  { agreement, speeds: { timed: all, untimed }, bombs }: ExpressionsReport,
  print: (line: string) => void,
): void {
  print("What the compiler emits, in microseconds: ours, the library's, how many times faster (least–greatest)")
  for (const { source, ours, library, ratio } of all.toSorted((a, b) => a.ratio.median - b.ratio.median)) {
    const times = `${ratio.median.toFixed(1)} (${ratio.least.toFixed(1)}–${ratio.greatest.toFixed(1)})`
    print(
      `  ${ours.toFixed(3).padStart(7)}  ${library.toFixed(2).padStart(7)}  ${times.padEnd(20)}  ${shortened(source)}`,
    )
  }
  const { mean, least, greatest } = overall(all)
  print(
    `  ${all.length} expressions: ${mean.toFixed(1)} times faster (${least.toFixed(1)}–${greatest.toFixed(1)}; geometric mean, range of medians)`,
  )
  print(
    `  median: ours ${median(all.map(({ ours }) => ours)).toFixed(3)}, the library's ${median(all.map(({ library }) => library)).toFixed(2)}`,
  )
  for (const source of untimed) print(`  not timed, for its scope could not be pieced together: ${shortened(source)}`)
  print(`\nBombs, within ${boundsText()}`)
  for (const { name, ours, milliseconds, library } of bombs)
    print(
      `  ${name.padEnd(42)}  ours ${ours.padEnd(8)}${milliseconds.toFixed(0).padStart(6)} ms  the library: ${library}`,
    )
  print("\nThe JSONata project's own cases, in ours and in the library")
  for (const [reason, count] of agreement.leftOut) print(`  left out: ${count}, ${reason}`)
  for (const difference of agreement.differences) print(`  DIFFERS ${difference}`)
  print(
    `  microseconds, median: ours ${agreement.microseconds.ours.toFixed(1)}, the library's ${agreement.microseconds.library.toFixed(1)}`,
  )
  print(
    `${agreement.agreed} agree, ${agreement.differences.length} differ, ${agreement.cases - agreement.agreed - agreement.differences.length} left out`,
  )
}

function shortened(source: string): string {
  return source.length > 90 ? `${source.slice(0, 89)}…` : source
}
