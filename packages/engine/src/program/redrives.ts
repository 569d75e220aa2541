import type { Machine, Run } from "../core/index.ts"
import { notRedrivable, stays } from "../core/not-redrivable.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import { isExpressId } from "../runtime/execution-name.ts"
import type { RedriveDescription } from "./client.ts"
import type { History } from "./history.ts"
import { notFound } from "./not-found.ts"

type Standing = Pick<RedriveDescription, "redriveStatus" | "redriveStatusReason">

/** Says whether executions can be redriven. */
export class Redrives {
  readonly #history: History
  readonly #backend: Backend
  readonly #clock: Clock

  constructor(history: History, backend: Backend, clock: Clock) {
    this.#history = history
    this.#backend = backend
    this.#clock = clock
  }

  async describe(id: string): Promise<RedriveDescription> {
    const record = await this.#record(id)
    const machine = await this.#history.machineOf(record)
    const run = await this.#history.run(id)
    const { redriveCount, redrivenAt } = run
    const told = redrivenAt > 0 ? { redriveCount, redrivenAt } : { redriveCount }
    return { ...told, ...standingOf(record, machine, run, this.#clock.now()) }
  }

  /** @throws {EngineError} `EXECUTION_NOT_FOUND`, `NOT_REDRIVABLE` */
  async check(id: string): Promise<ExecutionRecord> {
    const record = await this.#record(id)
    // Its journal may not even replay.
    if (record.status === "PARKED") return record
    const machine = await this.#history.machineOf(record)
    // Where nothing bounds it, what its journal says is no matter.
    const run = machine.strict ? await this.#history.run(id) : undefined
    const { redriveStatus, redriveStatusReason } = standingOf(record, machine, run, this.#clock.now())
    if (redriveStatus === "REDRIVABLE") return record
    if (redriveStatus === "REDRIVABLE_BY_MAP_RUN") {
      throw new EngineError({
        code: "NOT_REDRIVABLE",
        message: `The execution '${id}' belongs to a distributed Map.`,
        hint: "Redrive the execution of the Map: it redrives its children that did not succeed.",
      })
    }
    const why = redriveStatusReason ?? ""
    throw new EngineError({ code: "NOT_REDRIVABLE", message: `The execution '${id}' cannot be redriven: ${why}.` })
  }

  async #record(id: string): Promise<ExecutionRecord> {
    const record = await this.#backend.executions.get({ id })
    if (record === undefined) throw notFound(id)
    return record
  }
}

function standingOf(record: ExecutionRecord, machine: Machine, run: Run | undefined, now: number): Standing {
  const { id, status, mapRun, startedAt, stoppedAt = now } = record
  if (status === "PARKED") return { redriveStatus: "REDRIVABLE" }
  if (status === "RUNNING" || status === "SUCCEEDED") {
    return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: stays(status) }
  }
  const { duration, redriveWindow } = machine.limits
  const reason =
    (run === undefined ? undefined : notRedrivable(machine, run)) ??
    (isExpressId(id) ? "Execution is of an EXPRESS state machine" : undefined) ??
    (now - startedAt > duration * 1000 ? "Execution has exceeded the max execution time" : undefined) ??
    (now - stoppedAt > redriveWindow * 1000 ? "Execution redrivable period exceeded" : undefined)
  if (reason !== undefined) return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason }
  return { redriveStatus: mapRun === undefined ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN" }
}
