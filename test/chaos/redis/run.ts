import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { type Durability, redis } from "@stepwright/adapters/redis"
import { type Client, createClient, type Logger, silentLogger } from "@stepwright/engine"

import { startCaller } from "./caller.ts"
import { recordEnds, recordHistories } from "./ends.ts"
import { type Done, drawn, type FaultKind, faults, kindsFor, type System } from "./faults.ts"
import { judge } from "./judge.ts"
import { logLine, tellsOfLoss } from "./log-line.ts"
import { ownNetwork } from "./network.ts"
import { promisesOf } from "./promises.ts"
import { type Random, randomOf } from "./random.ts"
import { type Line, openRecord, type Record } from "./record.ts"
import { type Report, reportOf } from "./report.ts"
import { type Servers, startServers, type Topology } from "./servers.ts"
import { startWorker, type Worker } from "./worker.ts"
import { kinds, workflows } from "./workflows.ts"

export interface RunOptions {
  readonly seconds: number
  /** It takes longer where there were fewer. Default 0. */
  readonly leastFaults?: number
  readonly seed: number
  readonly workers: number
  readonly topology: Topology
  readonly mode: Durability
  /** Executions that are started each second. */
  readonly rate: number
  /** Which faults; default all that the topology can suffer. None: an undisturbed run. */
  readonly faults?: readonly FaultKind[] | undefined
  /** A file of its own for the record, which stays; default none. */
  readonly record?: string | undefined
  readonly leaseMs: number
  /** Told of each fault when it is over. */
  readonly onFault?: (line: string) => void
  /** For tests of the judge: no process tells of an error. */
  readonly silenced?: boolean
  /** For tests of the judge: done when all has ended, before that is recorded. */
  readonly sabotage?: (servers: Servers, client: Client) => Promise<void>
}

/** Milliseconds that what was started has to end when nothing is hurt any more. */
const patienceMs = 90_000
/** Milliseconds by which a worker's clock is wrong at most, to either side. */
const skewMs = 2000

/** Starts workflows of every kind, hurts the system for so many seconds, heals it, and judges what became of the promises. */
export async function run(options: RunOptions): Promise<Report> {
  const { seed, topology, mode, leaseMs } = options
  const folder = mkdtempSync(join(tmpdir(), "stepwright-chaos-"))
  const record = openRecord(options.record ?? join(folder, "record.sqlite"))
  const servers = await startServers(topology, mode === "fsync" ? "always" : "everysec")
  const workers: Worker[] = []
  try {
    const random = randomOf(seed)
    await live({ options, record, servers, workers, folder, random })
    return reportOf(options, record, judge(record, kinds, promisesOf(topology, mode, leaseMs)))
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    await servers.stop()
    record.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Life {
  readonly options: RunOptions
  readonly record: Record
  readonly servers: Servers
  readonly workers: Worker[]
  readonly folder: string
  readonly random: Random
}

async function live({ options, record, servers, workers, folder, random }: Life): Promise<void> {
  const { mode, leaseMs, rate, sabotage, silenced } = options
  const store = { durability: mode, leaseMs, timeoutMs: 2000 } as const
  const tell = (message: string, facts?: object): void => {
    const line = logLine(message, facts)
    record.put("logs", { worker: "client", at: Date.now(), message: line })
    if (tellsOfLoss(line)) caller.wentBack()
  }
  const logger: Logger = { ...silentLogger, warn: tell, error: silenced === true ? () => {} : tell }
  const backend = await redis({ ...store, ...servers.place(), logger })
  const client = createClient({ backend, workflows })
  const [choices, skews, hurts] = [random.apart(), random.apart(), random.apart()]
  const caller = startCaller({ client, record, random: choices, rate })
  const up = new Set<string>()
  const take = (worker: string, lines: readonly Line[]): void => {
    record.take(worker, lines)
    for (const line of lines) {
      if (line[0] === "token") caller.token(line[2], line[3])
      if (line[0] === "up") up.add(worker)
      if (line[0] === "log" && tellsOfLoss(line[2])) caller.wentBack()
    }
  }
  for (let number = 1; number <= options.workers; number++) {
    const own = skews.apart()
    const worker = await startWorker({
      number,
      folder,
      servers,
      options: store,
      skewMs: () => own.between(-skewMs, skewMs),
      silenced: silenced === true,
      take,
      onGone: (worker) => record.put("lives", { worker, gone: Date.now() }),
      onProblem: (subject, detail) => record.put("problems", { at: Date.now(), what: "worker", subject, detail }),
    })
    workers.push(worker)
  }
  const listening = setInterval(() => {
    for (const worker of workers) worker.listen()
  }, 50)
  try {
    while (up.size < options.workers) await pause(50)
    await hurt({ servers, workers, network: ownNetwork(), leaseMs }, options, record, hurts)
    caller.rest()
    await servers.ready()
    const patience = setTimeout(() => caller.giveUp(), patienceMs)
    await caller.done()
    clearTimeout(patience)
    await recordEnds(client, record, patienceMs)
    if (sabotage !== undefined) {
      await sabotage(servers, client)
      await recordEnds(client, record, patienceMs)
    }
    clearInterval(listening)
    await Promise.all(workers.map((worker) => worker.stop()))
    await recordHistories(client, record)
  } finally {
    caller.rest()
    caller.giveUp()
    clearInterval(listening)
    await backend.close()
  }
}

/** One fault after the other, now and then two at once. Comes back when the last one is over. */
async function hurt(
  system: System,
  { seconds, leastFaults = 0, faults: chosen, onFault, leaseMs }: RunOptions,
  record: Record,
  random: Random,
): Promise<void> {
  const kinds = chosen ?? kindsFor(system)
  const until = performance.now() + 1000 * seconds
  let id = 0
  const strike = async (kind: FaultKind, luck: Random): Promise<void> => {
    const own = ++id
    const began = Date.now()
    const done: Promise<Done> = faults[kind](system, luck)
    const { victim, detail = "", deaf = null, struck = null, spared = false } = await done.catch(inVain)
    const ended = Date.now()
    record.put("faults", { id: own, kind, began, ended, victim, detail, deaf, struck, spared: spared ? 1 : 0 })
    onFault?.(`${kind} ${victim} ${detail}`)
  }
  if (kinds.length === 0) {
    await pause(1000 * seconds)
    return
  }
  let struck = 0
  while (performance.now() < until || struck < leastFaults) {
    const striking = drawn(kinds, random)
    // Most ends of workers come in a quiet moment, and are followed by one: else nothing could be said of recovery.
    if (striking.includes("worker-kill") && random.next() < 0.8) await pause(1100)
    await Promise.all(striking.map((kind) => strike(kind, random.apart())))
    struck += striking.length
    // Some others have time to be got over.
    const undisturbed = striking.includes("worker-kill") ? 0.8 : 0.3
    await pause(random.next() < undisturbed ? leaseMs + 1500 : random.between(0, 2000))
  }
}

function inVain(error: unknown): Done {
  return { victim: "nobody", detail: `in vain: ${String(error)}` }
}
