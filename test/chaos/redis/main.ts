import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"

import type { Durability } from "@stepwright/adapters/redis"

import { type FaultKind, faults } from "./faults.ts"
import { enterOwnNetwork } from "./network.ts"
import { told } from "./report.ts"
import { run, type RunOptions } from "./run.ts"
import { topologies } from "./servers.ts"

const modes: readonly Durability[] = ["fast", "fsync", "replicated"]

const usage = `usage: npm run chaos -- [--seconds N] [--seed S] [--workers N] [--topology NAME] [--mode NAME]
       [--fault NAME]... [--rate N] [--lease MS] [--record FILE] [--json FILE]

Starts workflows of every kind on Redis, hurts workers, connections and servers, and checks what docs/guarantees.md
promises against a record that is kept outside of Redis. As root on Linux, with unshare, ip and nft, it does so in a network
namespace of its own, where a primary can be cut off from all but its clients (split).

--seconds   how long; default 60. What was started then has time to end
--seed      repeats the choices of a run, not the machine's timing; default by chance, printed
--workers   processes; default 3
--topology  ${topologies.join(", ")}; default standalone
--mode      ${modes.join(", ")}; default fast. replicated needs sentinel
--fault     one of them, or several; default all that the topology can suffer:
            ${Object.keys(faults).join(", ")}
--rate      executions that are started each second; default 15
--lease     the workers' lease in milliseconds; default 2000
--record    keeps the record, a new sqlite file
--json      writes the report to a file`

function readOptions(): RunOptions & { readonly json: string | undefined } {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      workers: { type: "string", default: "3" },
      topology: { type: "string", default: "standalone" },
      mode: { type: "string", default: "fast" },
      fault: { type: "string", multiple: true },
      rate: { type: "string", default: "15" },
      lease: { type: "string", default: "2000" },
      record: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  const topology = oneOf("--topology", values.topology, topologies)
  const mode = oneOf("--mode", values.mode, modes)
  if (mode === "replicated" && topology !== "sentinel") throw new Error("--mode replicated needs --topology sentinel")
  const kinds = Object.keys(faults) as FaultKind[] // its own keys
  return {
    seconds: whole("--seconds", values.seconds),
    seed: whole("--seed", values.seed),
    workers: whole("--workers", values.workers),
    topology,
    mode,
    faults: values.fault?.map((name) => oneOf("--fault", name, kinds)),
    rate: whole("--rate", values.rate),
    leaseMs: whole("--lease", values.lease),
    record: values.record,
    json: values.json,
  }
}

function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text)
  if (found === undefined) throw new Error(`${option} is one of ${choices.join(", ")}, not ${text}`)
  return found
}

function whole(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} is a whole number from 1, not ${text}`)
  return value
}

function optionsOrExit(): ReturnType<typeof readOptions> {
  try {
    return readOptions()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
    return process.exit(2)
  }
}

const { json, ...options } = optionsOrExit()
enterOwnNetwork()
process.stdout.write(`seed ${options.seed}\n`)
const began = performance.now()
const report = await run({
  ...options,
  onFault: (line) =>
    process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}\n`),
})
process.stdout.write(`${told(report)}\n`)
if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, undefined, 2)}\n`)
process.exitCode = report.broken.length === 0 ? 0 : 1
