import { type MapRun, mapRunAddress, type MapRunTally } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import { messageText } from "../runtime/message.ts"
import { limitInvalid } from "./check-limit.ts"
import type { MapRunCounts, MapRunDescription, MapRunLimits } from "./client.ts"
import type { History } from "./history.ts"

/** Looks at runs of distributed Maps: what the journals of their executions say. */
export class MapRuns {
  readonly #history: History
  readonly #backend: Backend

  constructor(history: History, backend: Backend) {
    this.#history = history
    this.#backend = backend
  }

  async describe(arn: string): Promise<MapRunDescription> {
    const address = mapRunAddress(arn)
    if (address === undefined) throw notFound(arn)
    const { mapRuns } = await this.#history.run(address.execution).catch((error: unknown) => {
      throw EngineError.is(error) && error.code === "EXECUTION_NOT_FOUND" ? notFound(arn) : error
    })
    const found = mapRuns.get(address.number)
    if (found?.arn !== arn) throw notFound(arn)
    return described(found, address.execution)
  }

  async update(arn: string, limits: MapRunLimits): Promise<void> {
    checkLimits(limits)
    const { status, execution } = await this.describe(arn)
    const number = mapRunAddress(arn)?.number
    if (status !== "RUNNING" || number === undefined) throw notFound(arn)
    const body = messageText({ type: "MapRunUpdated", mapRun: number, ...limits })
    const { outcome } = await this.#backend.inbox.send({ execution, body, when: ["RUNNING"] })
    if (outcome !== "accepted") throw notFound(arn)
  }

  async list(execution: string): Promise<readonly MapRunDescription[]> {
    const { mapRuns } = await this.#history.run(execution)
    const all: MapRunDescription[] = []
    mapRuns.forEach((mapRun) => all.push(described(mapRun, execution)))
    return all.toReversed()
  }
}

function described(mapRun: MapRun, execution: string): MapRunDescription {
  const { arn, state, status, startedAt, stoppedAt, maxConcurrency, redriveCount, redrivenAt } = mapRun
  const { executions, items = executions, toleratedCount = 0, toleratedPercentage = 0 } = mapRun
  return {
    mapRun: arn,
    execution,
    state,
    status,
    startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    maxConcurrency,
    toleratedFailureCount: toleratedCount,
    toleratedFailurePercentage: toleratedPercentage,
    executionCounts: countsOf(executions),
    itemCounts: countsOf(items),
    batched: items !== executions,
    redriveCount,
    ...(redrivenAt === undefined ? {} : { redrivenAt }),
  }
}

function countsOf(tally: MapRunTally): MapRunCounts {
  const { total, running, succeeded, failed, timedOut, aborted, pendingRedrive } = tally
  return { ...tally, pending: total - running - succeeded - failed - timedOut - aborted - pendingRedrive }
}

function notFound(arn: string): EngineError {
  return new EngineError({ code: "MAP_RUN_NOT_FOUND", message: `There is no map run '${arn}'.` })
}

function checkLimits({ toleratedFailurePercentage: percentage, ...counts }: MapRunLimits): void {
  for (const [name, count] of Object.entries(counts)) {
    if (count !== undefined && (!Number.isInteger(count) || count < 0)) throw limitInvalid(`'${name}' is ${count}.`)
  }
  if (percentage !== undefined && !(percentage >= 0 && percentage <= 100))
    throw limitInvalid(`'toleratedFailurePercentage' is ${percentage}.`)
}
