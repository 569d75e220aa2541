import * as fc from "fast-check"

import type { Backend, Plan } from "@stepwright/engine"

import { cases, drawCase, type SagaCase, seedOf } from "./case.ts"
import { draw } from "./draw.ts"
import { isCertain, judge } from "./judge.ts"
import { prepare, type Prepared, rootKey } from "./prepared.ts"
import type { Ran } from "./ran.ts"
import { runOnCore } from "./run-core.ts"
import { runOnEngine } from "./run-engine.ts"
import type { Open } from "./stores.ts"
import { isGuarded, World } from "./world.ts"

/** What a case is run by. */
export interface Running {
  /** An empty store. */
  readonly backend: Open
  /** Compiles amiss: a saboteur. */
  readonly change?: (plan: Plan) => Plan
}

/** What came of a case. */
export interface Verdict {
  readonly wrong: readonly string[]
  readonly ran: Ran
  readonly calls: World["calls"]
}

/** Runs a case on the engine, and its ASL alone on the core, and judges both. */
export async function runCase(given: SagaCase, { backend: open, change }: Running): Promise<Verdict> {
  const prepared = prepare(given, change)
  const world = new World(given.body)
  const ran = await onEngine(prepared, await open(), world)
  const wrong = judge(given, ran, world)
  const alone = new World(given.body)
  const core = runOnCore(prepared, alone)
  const wrongAlone = judge(given, core, alone).map((text) => `the ASL alone: ${text}`)
  // Where a worker dies the engine may doubt what the ASL alone, which nobody kills, is sure of.
  const undisturbed = given.kills.length === 0 && !ran.cancelled && !core.lost
  const comparable = undisturbed && !world.repeated && !alone.repeated && isCertain(given)
  const differs = comparable && endState(ran, world) !== endState(core, alone)
  const apart = differs ? [`${endState(ran, world)}\nand the ASL alone ${endState(core, alone)}`] : []
  return { wrong: [...wrong, ...wrongAlone, ...apart], ran, calls: world.calls }
}

async function onEngine(prepared: Prepared, backend: Backend, world: World): Promise<Ran> {
  try {
    return await runOnEngine(prepared, backend, world)
  } finally {
    await backend.close()
  }
}

/** What must be the same on the engine and on the core. How far a stopped branch came, which guards nothing, need not. */
function endState({ status, output, error, letters }: Ran, { standing }: World): string {
  const guarded = [...standing].filter(([, part]) => isGuarded(part)).map(([key]) => key)
  return JSON.stringify({ status, output, error, letters: [...letters].toSorted(), standing: guarded.toSorted() })
}

/** How many smaller cases are tried. */
const mostTries = 500

/** A violation in words: the case shrunk, what is wrong, and everything that was called. */
export async function explain(seed: number, number: number, running: Running): Promise<string> {
  const shrunk = fc.limitShrink(cases, mostTries)
  const property = fc.asyncProperty(shrunk, async (given) => (await verdictOf(given, running)).length === 0)
  const details = await fc.check(property, { seed: seedOf(seed, number), numRuns: 1 })
  const smallest = details.counterexample?.[0] ?? drawCase(seed, number)
  const wrong = await verdictOf(smallest, running)
  const log = await runCase(smallest, running).then(
    ({ calls, ran }) => [
      ...calls
        .toSorted((a, b) => a.start - b.start)
        .map(({ text, start }) => `  ${start - (calls[0]?.start ?? 0)} ms ${text}`),
      `  ${ran.status} ${ran.error ?? ""} ${ran.cause ?? ""}`,
    ],
    () => [],
  )
  const told = [draw(smallest), ...wrong.map((text) => `  ! ${text}`), ...log].join("\n")
  return told.replaceAll(rootKey, "run")
}

async function verdictOf(given: SagaCase, running: Running): Promise<readonly string[]> {
  try {
    return (await runCase(given, running)).wrong
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  }
}
