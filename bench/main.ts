// npm run bench -- --workload chain3 --backend sqlite: ours beside its peers, round by round in one run.
import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"

import type { Contestant } from "./contestant.ts"
import { awsLocalStepFunctions } from "./contestants/aws-local-stepfunctions.ts"
import { openWorkflowSqlite } from "./contestants/openworkflow-sqlite.ts"
import { storeNames, type StoreSettings } from "./contestants/store.ts"
import { stepwright } from "./contestants/stepwright.ts"
import { cpuRatios, pairs, ratios, type Round, type Row, spread, table } from "./report.ts"

const usage = `usage: npm run bench -- [--workload chain3] [--backend memory|sqlite|redis] [--synchronous normal|full]
         [--appendfsync everysec|always]
         [--executions N] [--rounds 7] [--concurrency 200] [--json FILE] [--telemetry 0.01]`

interface Options extends StoreSettings {
  readonly executions: number
  readonly rounds: number
  readonly concurrency: number
  readonly json: string | undefined
  /** Ours alone, without telemetry and with traces of this share; absent: ours beside its peers. */
  readonly telemetry: number | undefined
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      workload: { type: "string", default: "chain3" },
      backend: { type: "string", default: "memory" },
      synchronous: { type: "string", default: "normal" },
      appendfsync: { type: "string", default: "everysec" },
      executions: { type: "string" },
      rounds: { type: "string", default: "7" },
      concurrency: { type: "string", default: "200" },
      json: { type: "string" },
      telemetry: { type: "string" },
    },
  })
  oneOf("--workload", values.workload, ["chain3"])
  const backend = oneOf("--backend", values.backend, storeNames)
  return {
    backend,
    synchronous: oneOf("--synchronous", values.synchronous, ["normal", "full"]),
    appendfsync: oneOf("--appendfsync", values.appendfsync, ["everysec", "always"]),
    executions: count("--executions", values.executions ?? (backend === "sqlite" ? "2000" : "10000")),
    rounds: count("--rounds", values.rounds),
    concurrency: count("--concurrency", values.concurrency),
    json: values.json,
    telemetry: values.telemetry === undefined ? undefined : share("--telemetry", values.telemetry),
  }
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) throw new Error(`${option} is one of ${choices.join(", ")}, not ${value}`)
  return choice
}

function count(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} is a whole number of at least 1, not ${text}`)
  return value
}

async function contestantsOf(options: Options): Promise<readonly Contestant[]> {
  const { backend, synchronous, appendfsync, concurrency, telemetry } = options
  const typed = { backend, synchronous, appendfsync, concurrency, plan: "typed" } as const
  if (telemetry !== undefined) return [await stepwright({ ...typed, sampled: telemetry }), await stepwright(typed)]
  const contestants = [
    await stepwright(typed),
    await stepwright({ ...typed, plan: "asl" }),
    awsLocalStepFunctions(concurrency),
  ]
  if (backend === "sqlite") contestants.push(await openWorkflowSqlite(concurrency))
  return contestants
}

function share(option: string, text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new Error(`${option} is a number from 0 to 1, not ${text}`)
  return value
}

async function measure(options: Options): Promise<readonly Row[]> {
  const { executions, rounds } = options
  const contestants = await contestantsOf(options)
  const samples = contestants.map((): Round[] => [])
  try {
    for (const contestant of contestants) await contestant.round(contestant.warmUp)
    for (let round = 0; round < rounds; round++) {
      for (const [index, contestant] of contestants.entries()) {
        const before = process.cpuUsage()
        const sample = await contestant.round(executions)
        const { user, system } = process.cpuUsage(before)
        samples[index]?.push({ ...sample, cpuUs: (user + system) / executions })
      }
      process.stderr.write(`round ${round + 1} of ${rounds}\n`)
    }
  } finally {
    for (const contestant of contestants) await contestant.close()
  }
  return contestants.map((contestant, index) => ({ contestant, samples: samples[index] ?? [] }))
}

try {
  const options = readOptions()
  const { backend, executions, rounds, concurrency } = options
  process.stdout.write(
    `chain3, ${backend}: ${rounds} rounds of ${executions} executions of three no-op steps, 200-byte JSON, ${concurrency} at a time\n\n`,
  )
  const rows = await measure(options)
  process.stdout.write(`${table(rows)}\n`)
  if (options.json !== undefined) {
    const figures = rows.map(({ contestant, samples }) => ({
      name: contestant.name,
      settings: contestant.settings,
      perSecond: spread(samples.map(({ perSecond }) => perSecond)),
      cpuUs: spread(samples.map(({ cpuUs }) => cpuUs)),
    }))
    const against = pairs(rows).map(({ ours, peer }) => ({
      ours: ours.contestant.name,
      peer: peer.contestant.name,
      ratio: ratios(ours, peer),
      cpuRatio: cpuRatios(ours, peer),
    }))
    writeFileSync(options.json, `${JSON.stringify({ options, figures, against }, null, 2)}\n`)
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
  process.exitCode = 2
}
