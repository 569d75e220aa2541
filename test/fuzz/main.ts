import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"

import { targetOf } from "./case.ts"
import { runTarget, type Tally } from "./run-target.ts"
import { targets } from "./targets.ts"

const usage = `usage: npm run fuzz -- [--seconds N] [--seed S] [--target NAME]... [--case N] [--json FILE]

Feeds what comes from outside to what takes it: nothing may crash or hang, and every rejection must have a code.

--seconds  how long, shared among the targets; default 60
--seed     repeats a run; default by chance, printed
--target   one of them, or several; default all
--case     one case of one target, by its number
--json     writes the figures to a file

targets:
${targets.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join("\n")}`

interface Options {
  readonly seconds: number
  readonly seed: number
  readonly names: readonly string[]
  readonly number: number | undefined
  readonly json: string | undefined
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      seed: { type: "string" },
      target: { type: "string", multiple: true },
      case: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  const names = values.target ?? targets.map(({ name }) => name)
  names.forEach(targetOf)
  const number = values.case === undefined ? undefined : whole("--case", values.case)
  if (number !== undefined && names.length !== 1) throw new Error("--case needs one --target")
  return {
    seconds: whole("--seconds", values.seconds),
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : whole("--seed", values.seed),
    names,
    number,
    json: values.json,
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

/** Two lines: how many, how long the slowest took, and the commonest endings. */
function told(name: string, { cases, codes, slowest, failures }: Tally): string {
  const common = [...codes].toSorted(([, a], [, b]) => b - a)
  const shown = common.slice(0, 6).map(([code, count]) => `${code} ${count}`)
  const rest = common.length > 6 ? `, ${common.length - 6} other codes` : ""
  return [
    `${name.padEnd(14)}${cases} cases, ${failures.length} failed; slowest ${slowest.milliseconds.toFixed(0)} ms (case ${slowest.number})`,
    `  ${shown.join(", ")}${rest}`,
    ...failures.map((failure) => `  FAILED ${failure}`),
  ].join("\n")
}

const { seconds, seed, names, number, json } = optionsOrExit()
process.stdout.write(`seed ${seed}\n`)
const tallies: { readonly target: string; readonly tally: Tally }[] = []
for (const name of names) {
  if (process.stderr.isTTY) process.stderr.write(`\r${name} …`.padEnd(40))
  const milliseconds = (seconds * 1000) / names.length
  const tally = await runTarget({
    name,
    seed,
    from: number ?? 0,
    milliseconds,
    ...(number === undefined ? {} : { last: number + 1 }),
  })
  if (process.stderr.isTTY) process.stderr.write(`\r${" ".repeat(40)}\r`)
  process.stdout.write(`${told(name, tally)}\n`)
  tallies.push({ target: name, tally })
}
const cases = tallies.reduce((sum, { tally }) => sum + tally.cases, 0)
const failed = tallies.reduce((sum, { tally }) => sum + tally.failures.length, 0)
process.stdout.write(`${cases} cases, ${failed} failed\n`)
if (json !== undefined) {
  const figures = tallies.map(({ target, tally }) => ({ target, ...tally, codes: Object.fromEntries(tally.codes) }))
  writeFileSync(json, `${JSON.stringify({ seed, seconds, targets: figures }, null, 2)}\n`)
}
process.exitCode = failed === 0 ? 0 : 1
