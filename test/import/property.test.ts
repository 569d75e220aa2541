import { checkDefinition } from "@stepwright/engine/check"
import { compile } from "@stepwright/engine/compile"
import { importDefinition } from "@stepwright/engine/import"
import * as fc from "fast-check"
import { afterAll, expect, test } from "vitest"

import { Sources } from "./load-source.ts"
import { inputs, machineOf, programs } from "./random-machines.ts"
import { type Outcome, runMachine, type World } from "./run-machine.ts"

const seed = Number(process.env.STEPWRIGHT_SEED ?? Date.now() % 1_000_000)
const sources = new Sources("property")
afterAll(() => sources.remove())

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

test(`random machines come to the same when they are imported, compiled and run (seed ${seed})`, async () => {
  let [states, typed] = [0, 0]
  await fc.assert(
    fc.asyncProperty(programs, inputs, async (program, input) => {
      const { definition } = checkDefinition(machineOf(program))
      if (definition === undefined) return fc.pre(false) // it assigns in a branch what stands outside
      const { source, exported, report } = importDefinition(definition, { name: "machine" })
      states += report.jsonata.states
      typed += report.jsonata.typed
      const { plan } = compile((await sources.load(source, exported)).tree)
      const outcome = (of: Outcome): Outcome => comparable(of)
      expect(outcome(runMachine(plan.definition, input, world))).toEqual(outcome(runMachine(definition, input, world)))
    }),
    { seed, numRuns: 60 },
  )
  // Else the property would hold of embedded machines only.
  expect(typed / states).toBeGreaterThan(0.4)
}, 120_000)
