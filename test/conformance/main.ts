import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { type Case, readCases } from "./case.ts"
import { casesOf, judgeCases } from "./judge-cases.ts"
import { type ExpressionsReport, judgeExpressions, reportExpressions } from "./judge-expressions.ts"
import type { Verdict } from "./judge.ts"
import { type Options, readOptions, usage } from "./options.ts"
import { pageOf } from "./page.ts"
import { progressOn } from "./progress.ts"
import { failed, passed, report } from "./report.ts"
import { Importing, reportTotals } from "./via-import.ts"

const print = (line: string): void => void process.stdout.write(`${line}\n`)

function refuse(complaint: string): never {
  process.stderr.write(`${complaint}\n`)
  process.exit(2)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function optionsOrExit(): Options {
  try {
    const options = readOptions(process.argv.slice(2))
    if (options !== "help") return options
  } catch (error) {
    return refuse(`${messageOf(error)}\n${usage}`)
  }
  print(usage)
  return process.exit(0)
}

function casesOrExit(folder: string, areas: readonly string[] = []): readonly Case[] {
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

async function expressionsOrExit(folder: string): Promise<ExpressionsReport> {
  if (!existsSync(join(folder, "groups"))) refuse(`${folder} holds no groups of JSONata's cases`)
  return await judgeExpressions(folder)
}

async function judgeAndReport(
  all: readonly Case[],
  { areas, kind, backend, viaHttp, viaImport }: Options,
): Promise<readonly Verdict[]> {
  const chosen = casesOf(all, kind).filter(({ area }) => areas?.includes(area) ?? true)
  const left = all.length - casesOf(all, kind).length
  if (left > 0) print(`left out: ${left} cases of other kinds than ${kind ?? ""}`)
  const importing = viaImport ? new Importing() : undefined
  const progress = progressOn(process.stderr, "cases")
  const verdicts = await judgeCases(chosen, { kind, backend, viaHttp, importing, progress })
  report(verdicts, print)
  if (importing !== undefined) reportTotals(importing.totals, print)
  importing?.close()
  return verdicts
}

const options = optionsOrExit()
const all = options.cases === undefined ? [] : casesOrExit(options.cases, options.areas)
const expressions = options.expressions === undefined ? undefined : await expressionsOrExit(options.expressions)
if (options.table !== undefined && expressions !== undefined) {
  writeFileSync(options.table, await pageOf(all, expressions))
  print(`wrote ${options.table}`)
} else {
  if (expressions !== undefined) {
    reportExpressions(expressions, print)
    if (expressions.agreement.differences.length > 0) process.exitCode = 1
  }
  if (options.cases !== undefined) {
    const verdicts = await judgeAndReport(all, options)
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(verdicts, null, 2)}\n`)
    const judged = verdicts.filter((verdict) => passed(verdict) || failed(verdict))
    const share = judged.length === 0 ? 0 : (judged.filter(passed).length / judged.length) * 100
    if (options.require !== undefined && share < options.require) process.exitCode = 1
  }
}
