import type { Contestant, Sample } from "./contestant.ts"

/** A round, and what it took of the processor. */
export interface Round extends Sample {
  /** Microseconds that this process computed for each execution, on all its threads. */
  readonly cpuUs: number
}

/** A contestant's rounds. */
export interface Row {
  readonly contestant: Contestant
  readonly samples: readonly Round[]
}

/** Smallest, middle and greatest. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { min: at(0), median: at(0.5), max: at(1) }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** Ours over a peer's, round by round: rounds stand side by side, so what slows the machine slows both. */
export function ratios(ours: Row, peer: Row): Spread {
  return spread(ours.samples.map((sample, round) => sample.perSecond / (peer.samples[round]?.perSecond ?? Number.NaN)))
}

/** How many times ours computes in the time of a peer's execution, round by round: what else the machine does hardly shows. */
export function cpuRatios(ours: Row, peer: Row): Spread {
  return spread(ours.samples.map((sample, round) => (peer.samples[round]?.cpuUs ?? Number.NaN) / sample.cpuUs))
}

/** Each of ours, which come first, beside each peer. */
export function pairs(rows: readonly Row[]): readonly { readonly ours: Row; readonly peer: Row }[] {
  // Where there are none but ours, the last is what the others are measured by.
  const only = rows.every(({ contestant }) => contestant.name.startsWith("stepwright"))
  const own = only ? rows.slice(0, -1) : rows.filter(({ contestant }) => contestant.name.startsWith("stepwright"))
  const peers = rows.filter((row) => !own.includes(row))
  return own.flatMap((ours) => peers.map((peer) => ({ ours, peer })))
}

/** The printed table. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ contestant, samples }) => {
    const rate = spread(samples.map(({ perSecond }) => perSecond))
    const gaps = samples.flatMap(({ stepMs }) => stepMs)
    const numbers = `${whole(rate.median)} (${whole(rate.min)}–${whole(rate.max)})`
    const latency = `${percentile(gaps, 0.5).toFixed(2)} / ${percentile(gaps, 0.99).toFixed(2)}`
    const cpu = spread(samples.map(({ cpuUs }) => cpuUs)).median.toFixed(1)
    return [
      contestant.name.padEnd(30),
      numbers.padEnd(24),
      cpu.padEnd(6),
      latency.padEnd(16),
      contestant.settings,
    ].join("  ")
  })
  const head = ["".padEnd(30), "executions/s".padEnd(24), "CPU µs", "step p50/p99 ms".padEnd(16), "settings"].join("  ")
  const compared = pairs(rows).map(({ ours, peer }) => {
    const ratio = ratios(ours, peer)
    const cpu = cpuRatios(ours, peer)
    const range = ({ median, min, max }: Spread): string => `${times(median)} (${times(min)}–${times(max)})`
    return `${ours.contestant.name} / ${peer.contestant.name}: ${range(ratio)}, by CPU time ${range(cpu)}`
  })
  return [head, ...lines, "", ...compared].join("\n")
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US")
}

function times(value: number): string {
  return `${value >= 10 ? value.toFixed(1) : value.toFixed(2)}×`
}
