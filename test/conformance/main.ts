import { writeFileSync } from "node:fs"

import { type Case, readCases } from "./case.ts"
import { driverFor } from "./drivers/index.ts"
import { judge, type Verdict } from "./judge.ts"
import { type Options, readOptions, usage } from "./options.ts"
import { passed, report } from "./report.ts"
import { judgeTestState } from "./test-state.ts"
import { judgeAccepted, judgeDefinition } from "./validation.ts"

const print = (line: string): void => void process.stdout.write(`${line}\n`)

function refuse(complaint: string): never {
  process.stderr.write(`${complaint}\n`)
  process.exit(2)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    return refuse(`${messageOf(error)}\n${usage}`)
  }
}

function casesOrExit({ cases: folder, areas = [] }: Options): readonly Case[] {
  const cases = readOrExit(folder)
  const known = new Set(cases.map(({ area }) => area))
  const unknown = areas.filter((area) => !known.has(area))
  if (unknown.length > 0) refuse(`no case of area ${unknown.join(", ")}; there are ${[...known].sort().join(", ")}`)
  return cases
}

function readOrExit(folder: string): readonly Case[] {
  try {
    return readCases(folder)
  } catch (error) {
    return refuse(`cannot read the cases of ${folder}: ${messageOf(error)}`)
  }
}

/** Says what of the folder is not looked at. */
function sayLeftOut(all: readonly Case[], options: Options): void {
  for (const kind of ["execution", "validation", "testState"] as const) {
    const count = all.filter((test) => test.kind === kind).length
    const looked = kind === options.kind || (kind === "execution" && options.kind === "definition")
    if (!looked && count > 0) print(`left out: ${count} cases of kind ${kind}`)
  }
}

async function verdictsOf(cases: readonly Case[], options: Options): Promise<readonly Verdict[]> {
  const driver = driverFor(options.backend)
  const verdicts: Verdict[] = []
  try {
    for (const test of cases) {
      if (test.kind === "execution" && options.kind === "definition") verdicts.push(judgeAccepted(test))
      else if (test.kind === "execution") verdicts.push(await judge(test, driver))
      else if (test.kind === "validation") verdicts.push(judgeDefinition(test))
      else verdicts.push(judgeTestState(test))
    }
  } finally {
    await driver.close?.()
  }
  return verdicts
}

const options = optionsOrExit()
const all = casesOrExit(options)
const kind = options.kind === "definition" ? "execution" : options.kind
const chosen = all.filter((test) => test.kind === kind && (options.areas?.includes(test.area) ?? true))
sayLeftOut(all, options)
const verdicts = await verdictsOf(chosen, options)
report(verdicts, print)
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(verdicts, null, 2)}\n`)
const share = verdicts.length === 0 ? 0 : (verdicts.filter(passed).length / verdicts.length) * 100
if (options.require !== undefined && share < options.require) process.exitCode = 1
