import { parseArgs } from "node:util"

import { type BackendName, backendNames } from "./backends/names.ts"

export const usage = `usage: npm run bench -- [--workload chain3|fan100|lat|sleep|recover|saga5|api] [--backend ${backendNames.join("|")}|none]
         [--peer bullmq,…|none] [--processes 1] [--n N] [--rounds R] [--concurrency N]
         [--synchronous normal|full] [--appendfsync everysec|always] [--telemetry 0.01] [--json FILE]`

export const workloadNames = ["chain3", "fan100", "lat", "sleep", "recover", "saga5", "api"] as const
export type WorkloadName = (typeof workloadNames)[number]

export const peerNames = ["aws-local-stepfunctions", "openworkflow", "bullmq", "hono"] as const
export type PeerName = (typeof peerNames)[number]

export interface Options {
  readonly workload: WorkloadName
  /** Ours; `none` leaves ours out. */
  readonly backend: BackendName | "none"
  readonly peers: readonly PeerName[]
  /** Processes of each contestant; each starts its share of the executions, and works. */
  readonly processes: number
  /** Executions of one round. */
  readonly n: number
  readonly rounds: number
  /** Executions that each process has under way at once. */
  readonly concurrency: number
  readonly synchronous: "normal" | "full"
  readonly appendfsync: "everysec" | "always"
  /** Ours once more, with all metrics and traces of this share of the executions; undefined for none. */
  readonly telemetry: number | undefined
  /** Where the figures are written to. */
  readonly json: string | undefined
}

/** What a run takes where nothing is said: enough to be steady, little enough to end within minutes. */
const defaults: Readonly<
  Record<WorkloadName, { readonly n: number; readonly rounds: number; readonly width: number }>
> = {
  chain3: { n: 10_000, rounds: 7, width: 200 },
  fan100: { n: 100, rounds: 5, width: 10 },
  lat: { n: 500, rounds: 5, width: 1 },
  sleep: { n: 100_000, rounds: 1, width: 200 },
  recover: { n: 1000, rounds: 3, width: 200 },
  saga5: { n: 1000, rounds: 5, width: 200 },
  api: { n: 3000, rounds: 7, width: 50 },
}

const usualPeers: Readonly<Record<Options["backend"], readonly PeerName[]>> = {
  none: ["bullmq"],
  memory: ["aws-local-stepfunctions"],
  sqlite: ["openworkflow"],
  redis: ["bullmq"],
}

/** @throws {Error} for what is no option, or has no such value */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workload: { type: "string", default: "chain3" },
      backend: { type: "string" },
      peer: { type: "string" },
      processes: { type: "string", default: "1" },
      n: { type: "string" },
      rounds: { type: "string" },
      concurrency: { type: "string" },
      synchronous: { type: "string", default: "normal" },
      appendfsync: { type: "string", default: "everysec" },
      telemetry: { type: "string" },
      json: { type: "string" },
    },
  })
  const workload = oneOf("--workload", values.workload, workloadNames)
  const backend = oneOf("--backend", values.backend ?? (workload === "api" ? "redis" : "memory"), [
    ...backendNames,
    "none",
  ])
  const usual = defaults[workload]
  return {
    workload,
    backend,
    peers: peersOf(values.peer, usualPeersOf(workload, backend)),
    processes: count("--processes", values.processes),
    n: count("--n", values.n ?? String(usual.n)),
    rounds: count("--rounds", values.rounds ?? String(usual.rounds)),
    concurrency: count("--concurrency", values.concurrency ?? String(usual.width)),
    synchronous: oneOf("--synchronous", values.synchronous, ["normal", "full"]),
    appendfsync: oneOf("--appendfsync", values.appendfsync, ["everysec", "always"]),
    telemetry: values.telemetry === undefined ? undefined : share("--telemetry", values.telemetry),
    json: values.json,
  }
}

function usualPeersOf(workload: WorkloadName, backend: Options["backend"]): readonly PeerName[] {
  if (workload === "api") return ["hono"]
  return workload === "chain3" ? usualPeers[backend] : ["bullmq"]
}

function peersOf(text: string | undefined, usual: readonly PeerName[]): readonly PeerName[] {
  if (text === undefined) return usual
  return text === "none" ? [] : text.split(",").map((name) => oneOf("--peer", name, peerNames))
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

function share(option: string, text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new Error(`${option} is a number from 0 to 1, not ${text}`)
  return value
}
