// npm run fuzz:import -- [--runs N] [--seed N]: random machines come to the same when they are imported, compiled and run.
import { parseArgs } from "node:util"

import { compareRandom } from "./compare-random.ts"

const { values } = parseArgs({ options: { runs: { type: "string", default: "200" }, seed: { type: "string" } } })
const seed = Number(values.seed ?? Date.now() % 1_000_000)
process.stdout.write(`seed ${seed}\n`)
const { machines, states, typed, differs } = await compareRandom(seed, Number(values.runs), "fuzz")
if (differs === undefined)
  process.stdout.write(`${machines} machines, ${typed} of ${states} states typed, none differs\n`)
else process.stdout.write(`${differs}\n`)
process.exitCode = differs === undefined ? 0 : 1
