import jsonata from "jsonata"

import { reasonToLeaveOut } from "./left-out.ts"
import { median } from "./speed.ts"
import { compileProgram } from "../../packages/engine/src/query/jsonata/program.ts"
import { evaluateProgram, type Outcome, plain, sameValue } from "./run.ts"
import { readSuite, type SuiteCase } from "./suite.ts"

/** How our evaluator and the library compare over the JSONata project's own cases. */
export interface Agreement {
  readonly cases: number
  readonly agreed: number
  /** Left out, by reason: how many. */
  readonly leftOut: ReadonlyMap<string, number>
  readonly differences: readonly string[]
  /** Microseconds of the median case that agrees: the fastest of some evaluations, the parsing excluded. */
  readonly microseconds: { readonly ours: number; readonly library: number }
}

/** Evaluates every case of the suite with both. */
export async function agreementOver(
  folder: string,
  progress?: (done: number, total: number) => void,
): Promise<Agreement> {
  const cases = readSuite(folder)
  const leftOut = new Map<string, number>()
  const differences: string[] = []
  const spent: { readonly ours: number[]; readonly library: number[] } = { ours: [], library: [] }
  let agreed = 0
  for (const [index, one] of cases.entries()) {
    progress?.(index + 1, cases.length)
    const reason = reasonToLeaveOut(one.id)
    if (reason !== undefined) {
      leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
      continue
    }
    const library = await theirsOf(one)
    const ours = await oursOf(one)
    const difference = differenceOf(one, ours.outcome, library.outcome)
    if (difference !== undefined) differences.push(`${one.id}: ${difference}`)
    else {
      agreed++
      if (library.microseconds === 0) continue
      spent.ours.push(ours.microseconds)
      spent.library.push(library.microseconds)
    }
  }
  return {
    cases: cases.length,
    agreed,
    leftOut,
    differences,
    microseconds: { ours: median(spent.ours), library: median(spent.library) },
  }
}

interface Timed {
  readonly outcome: Outcome
  /** The fastest of some evaluations. */
  readonly microseconds: number
}

/** Evaluations of one case, but for those that take long: one. */
const repeats = 5
const long = 20_000

async function fastest(evaluate: () => Outcome | Promise<Outcome>): Promise<Timed> {
  let best = Infinity
  let outcome: Outcome = { value: undefined }
  for (let count = 0; count < repeats && (count === 0 || best < long); count++) {
    const began = performance.now()
    const pending = evaluate()
    outcome = pending instanceof Promise ? await pending : pending
    best = Math.min(best, (performance.now() - began) * 1000)
  }
  return { outcome, microseconds: best }
}

async function oursOf({ source, input, bindings }: SuiteCase): Promise<Timed> {
  const program = prepared(() => compileProgram(source))
  return await fastest(() => (isProgram(program) ? evaluateProgram(program, input, bindings) : program))
}

/**
 * What the library comes to. By itself it never ends what the suite bounds with a time limit (U1001): there the suite has
 * the word.
 */
async function theirsOf({ source, input, bindings, expected }: SuiteCase): Promise<Timed> {
  if (expected.kind === "error" && expected.code === "U1001")
    return { outcome: { code: expected.code, token: undefined }, microseconds: 0 }
  const expression = prepared(() => jsonata(source))
  return await fastest(async () => {
    if (!isProgram(expression)) return expression
    try {
      return { value: plain(await expression.evaluate(structuredClone(input), structuredClone(bindings))) }
    } catch (error) {
      return failureOf(error)
    }
  })
}

function prepared<T>(parse: () => T): T | Outcome {
  try {
    return parse()
  } catch (error) {
    return failureOf(error)
  }
}

function isProgram<T extends { readonly evaluate: unknown }>(prepared: T | Outcome): prepared is T {
  return "evaluate" in prepared
}

function failureOf(error: unknown): Outcome {
  const { code, token } = error as { readonly code?: string; readonly token?: string } // both evaluators' errors
  return { code: code ?? `(${String(error).slice(0, 80)})`, token }
}

function differenceOf({ expected, unordered }: SuiteCase, ours: Outcome, library: Outcome): string | undefined {
  if (library.code !== undefined || ours.code !== undefined) {
    if (library.code === ours.code) return undefined
    return `ours ${told(ours)}, the library ${told(library)}${expected.kind === "error" ? `, the suite ${expected.code}` : ""}`
  }
  const values = [ours.value, library.value].map((value) => (unordered ? sorted(value) : value))
  return sameValue(values[0], values[1]) ? undefined : `ours ${told(ours)}, the library ${told(library)}`
}

function told(outcome: Outcome): string {
  return outcome.code ?? (JSON.stringify(outcome.value) ?? "nothing").slice(0, 200)
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value
}
