import { isDeepStrictEqual } from "node:util"

import jsonata from "jsonata"

// The evaluator has no entry point of its own; this is how a state's field reaches it.
import { compileJsonataTemplate } from "../../packages/engine/src/query/jsonata/template.ts"
import { type Emitted, emittedExpressions } from "./emitted.ts"

/** What one expression costs, parsed and compiled before: the median of some rounds, in microseconds. */
export interface Speed {
  readonly source: string
  readonly ours: number
  readonly library: number
  /** The library's time over ours, round by round: least, median, greatest. */
  readonly ratio: { readonly least: number; readonly median: number; readonly greatest: number }
}

const rounds = 7

/** Times every expression that the compiler emits for the examples, ours and the library's in turns. */
export async function speeds(progress?: (done: number, total: number) => void): Promise<readonly Speed[]> {
  const emitted = await emittedExpressions()
  const result: Speed[] = []
  for (const [index, one] of emitted.entries()) {
    const speed = await speedOf(one)
    if (speed !== undefined) result.push(speed)
    progress?.(index + 1, emitted.length)
  }
  return result
}

/** Undefined where the two do not come to the same: what a scope that was pieced together lacks is no measure. */
async function speedOf({ source, scope }: Emitted): Promise<Speed | undefined> {
  const template = compileJsonataTemplate(`{% ${source} %}`, "Output")
  const expression = jsonata(source)
  const ours = (): unknown => template(scope)
  const library = async (): Promise<unknown> => await expression.evaluate(undefined, scope.bindings)
  try {
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
    if (!isDeepStrictEqual(plain(ours()), plain(await library()))) return undefined
  } catch {
    return undefined
  }
  const samples: { readonly ours: number; readonly library: number }[] = []
  for (let round = -1; round < rounds; round++) {
    const sample = { ours: timed(ours, 4000), library: await timedLater(library, 200) }
    // The first lets both be compiled.
    if (round >= 0) samples.push(sample)
  }
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
