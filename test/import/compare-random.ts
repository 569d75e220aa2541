import { deepEqual } from "node:assert/strict"

import { checkDefinition } from "@stepwright/engine/check"
import { compile } from "@stepwright/engine/compile"
import { importDefinition } from "@stepwright/engine/import"
import * as fc from "fast-check"

import { Sources } from "./load-source.ts"
import { inputs, machineOf, programs } from "./random-machines.ts"
import { type Outcome, runMachine, type World } from "./run-machine.ts"

/** What comparing random machines came to. */
export interface Compared {
  readonly machines: number
  readonly states: number
  readonly typed: number
  /** The smallest machine whose import came to something else, and how to get it again. */
  readonly differs?: string
}

/**
 * Imports random machines, compiles what was written, and runs both.
 * @param folder - Tells the folders apart in which generated sources are loaded.
 */
export async function compareRandom(seed: number, numRuns: number, folder: string): Promise<Compared> {
  const sources = new Sources(folder)
  let [states, typed] = [0, 0]
  const property = fc.asyncProperty(programs, inputs, async (program, input) => {
    const { definition } = checkDefinition(machineOf(program))
    if (definition === undefined) return fc.pre(false) // it assigns in a branch what stands outside
    const { source, exported, report } = importDefinition(definition, { name: "machine" })
    states += report.jsonata.states
    typed += report.jsonata.typed
    const { plan } = compile((await sources.load(source, exported)).tree)
    const outcome = (of: Outcome): Outcome => comparable(of)
    deepEqual(outcome(runMachine(plan.definition, input, world)), outcome(runMachine(definition, input, world)))
  })
  try {
    const checked = await fc.check(property, { seed, numRuns })
    const differs = checked.failed ? { differs: fc.defaultReportMessage(checked) ?? "it failed" } : {}
    return { machines: checked.numRuns, states, typed, ...differs }
  } finally {
    sources.remove()
  }
}

/** Answers and fails by what it is asked, and how often. */
const world: World = ({ input, time }) => {
  const text = JSON.stringify(comparable(input))
  const drawn = (Buffer.from(text).reduce((hash, unit) => (hash * 31 + unit) % 1_000_003, 7) + time * 7) % 5
  return drawn < 3
    ? { output: { n: drawn, list: [drawn, 2], flag: drawn === 1 } }
    : { error: drawn === 3 ? "Odd.Error" : "Even.Error", cause: "it is so" }
}

/** The words for a failing expression name its state, and which of several failed first is nobody's promise. */
function comparable<T>(value: T): T {
  const plain = (_key: string, part: unknown): unknown =>
    typeof part === "string"
      ? part.replace(/An error occurred while executing the state[^]*/, "(an expression failed)")
      : part
  return JSON.parse(JSON.stringify(value, plain)) as T // a value like it
}
