import { parseArgs } from "node:util"

import { drawCase } from "./case.ts"
import { explain, runCase, type Running } from "./run-case.ts"
import { type StoreName, stores, withStore } from "./stores.ts"

const usage = `usage: npm run fuzz:saga -- [--runs N] [--seed S] [--backend memory|sqlite] [--case N]

Random sagas under random faults, on the engine and, as ASL alone, on the pure core: every effect is kept by a success,
undone once, or told of in a dead letter; in the right order, under the right name.

--runs     how many cases; default 1000
--seed     repeats a run; default by chance, printed
--backend  which store; default memory
--case     one case, by its number`

interface Options {
  readonly runs: number
  readonly seed: number
  readonly backend: StoreName
  readonly number: number | undefined
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "1000" },
      seed: { type: "string" },
      backend: { type: "string", default: "memory" },
      case: { type: "string" },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  const { backend } = values
  if (backend !== "memory" && backend !== "sqlite" && backend !== "redis")
    throw new Error(`--backend is ${stores.join(" or ")}, not ${backend}`)
  return {
    runs: whole("--runs", values.runs),
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : whole("--seed", values.seed),
    backend,
    number: values.case === undefined ? undefined : whole("--case", values.case),
  }
}

function whole(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`${option} is a whole number, not ${text}`)
  return value
}

function optionsOrExit(): Options {
  try {
    return readOptions()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
    return process.exit(2)
  }
}

const { runs, seed, backend, number } = optionsOrExit()
const [from, to] = number === undefined ? [0, runs] : [number, number + 1]
process.stdout.write(`seed ${seed}, ${backend}\n`)
const began = performance.now()
const endings = new Map<string, number>()
let violated = 0
await withStore(backend, async (open) => {
  const running: Running = { backend: open }
  for (let at = from; at < to; at++) {
    if (process.stderr.isTTY && at % 10 === 0) process.stderr.write(`\r${at} …`)
    let wrong: readonly string[]
    try {
      const verdict = await runCase(drawCase(seed, at), running)
      wrong = verdict.wrong
      const ending = `${verdict.ran.status} ${verdict.ran.error ?? ""}`.trim()
      endings.set(ending, (endings.get(ending) ?? 0) + 1)
    } catch (error) {
      wrong = [String(error)]
    }
    if (wrong.length === 0) continue
    violated++
    process.stdout.write(`VIOLATED case ${at}\n${wrong.map((text) => `  ! ${text}\n`).join("")}`)
    // It need not come again: then the case is shown as it was drawn.
    const told = violated <= 5 ? `${await explain(seed, at, running)}\n` : ""
    process.stdout.write(`${told}  again: npm run fuzz:saga -- --backend ${backend} --seed ${seed} --case ${at}\n`)
  }
})
const common = [...endings].toSorted(([, a], [, b]) => b - a).map(([ending, count]) => `${ending} ${count}`)
process.stdout.write(`${common.join(", ")}\n`)
process.stdout.write(`${to - from} cases, ${violated} violated, ${((performance.now() - began) / 1000).toFixed(0)} s\n`)
process.exitCode = violated === 0 ? 0 : 1
