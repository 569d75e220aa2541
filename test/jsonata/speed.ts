import { isDeepStrictEqual } from "node:util"

import jsonata from "jsonata"

// The evaluator has no entry point of its own; this is how a state's field reaches it.
import { compileJsonataTemplate } from "../../packages/engine/src/query/jsonata/template.ts"
import type { Emitted, EmittedScope } from "./emitted.ts"

/** What one expression costs, parsed and compiled before: the median of some rounds, in microseconds. */
export interface Speed {
  readonly source: string
  readonly ours: number
  readonly library: number
  /** The library's time over ours, round by round: least, median, greatest. */
  readonly ratio: { readonly least: number; readonly median: number; readonly greatest: number }
}

const rounds = 15
/** Rounds before, in which both are compiled to machine code. */
const warmUp = 5
/** Evaluations of a round: each sample takes about a millisecond. */
const evaluations = { ours: 4000, library: 100 }

/** Both evaluators at one expression, and what they took, round by round. */
interface Racing {
  readonly source: string
  readonly ours: () => unknown
  readonly library: () => Promise<unknown>
  readonly samples: { readonly ours: number; readonly library: number }[]
}

/** What was timed, and what was not. */
export interface Speeds {
  readonly timed: readonly Speed[]
  /** Expressions that fail in the scope that was pieced together for them, or differ there: they are no measure. */
  readonly untimed: readonly string[]
}

/** Times expressions, each in its scope: every round times all of them, ours and the library's in turns. */
export async function speeds(
  emitted: readonly Emitted[],
  progress?: (done: number, total: number) => void,
): Promise<Speeds> {
  const racing: Racing[] = []
  const untimed: string[] = []
  for (const one of emitted) {
    const race = await racingOf(one)
    if (race === undefined) untimed.push(one.source)
    else racing.push(race)
  }
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const { ours, library, samples } of racing) {
      const sample = { ours: timed(ours, evaluations.ours), library: await timedLater(library, evaluations.library) }
      if (round >= warmUp) samples.push(sample)
    }
    progress?.(round + 1, warmUp + rounds)
  }
  return { timed: racing.map(speedOf), untimed }
}

/** In the first scope in which both come to the same. */
async function racingOf({ source, scopes }: Emitted): Promise<Racing | undefined> {
  for (const scope of scopes) {
    const race = racingIn(source, scope)
    if (await comeToTheSame(race)) return race
  }
  return undefined
}

function racingIn(source: string, scope: EmittedScope): Racing {
  const template = compileJsonataTemplate(`{% ${source} %}`, "Output")
  const expression = jsonata(source)
  // Its clock stands still, as ours does.
  expression.registerFunction("millis", () => scope.nowMs, "<:n>")
  return {
    source,
    ours: () => template(scope),
    library: async () => await expression.evaluate(undefined, scope.bindings),
    samples: [],
  }
}

async function comeToTheSame({ ours, library }: Racing): Promise<boolean> {
  try {
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
    return isDeepStrictEqual(plain(ours()), plain(await library()))
  } catch {
    return false
  }
}

function speedOf({ source, samples }: Racing): Speed {
  const ratios = samples.map((sample) => sample.library / sample.ours).toSorted((a, b) => a - b)
  return {
    source,
    ours: median(samples.map((sample) => sample.ours)),
    library: median(samples.map((sample) => sample.library)),
    ratio: { least: ratios[0] ?? 0, median: median(ratios), greatest: ratios.at(-1) ?? 0 },
  }
}

function timed(run: () => unknown, count: number): number {
  const began = performance.now()
  for (let index = 0; index < count; index++) run()
  return ((performance.now() - began) * 1000) / count
}

async function timedLater(run: () => Promise<unknown>, count: number): Promise<number> {
  const began = performance.now()
  for (let index = 0; index < count; index++) await run()
  return ((performance.now() - began) * 1000) / count
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
