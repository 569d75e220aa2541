import { AdapterError, type ExecutionRecord, type ExecutionSummary, type StoredStatus } from "@stepwright/engine"

import { ApiError } from "../api-error.ts"
import { readArn } from "../arn.ts"
import { cursorOf, invalidToken, pageSize, pageToken } from "../page-token.ts"
import type { Parts } from "../parts.ts"
import { arn, longArn, oneOf, page, text } from "../request/shape.ts"
import { startedBy, startedWith } from "./execution-of.ts"
import { redriveOf, summaryOf } from "./executions.ts"
import { labelled, namedBy } from "./machine-of.ts"
import { mapRunOf } from "./map-runs.ts"
import { operation, type Operations } from "./operation.ts"
import { notSupported } from "./starting.ts"

/** Executions that one request looks at for those that fit its filters. */
const mostSeen = 10_000

/** What is looked for, one status after the other; undefined stands for all. */
interface Search {
  readonly of: { readonly machine: string } | { readonly mapRun: string }
  readonly statuses: readonly (StoredStatus | undefined)[]
  readonly fits: ((execution: ExecutionSummary) => Promise<boolean>) | undefined
}

export const listExecutionOperations: Operations = {
  ListExecutions: operation(
    {
      stateMachineArn: arn,
      mapRunArn: longArn,
      statusFilter: oneOf("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"),
      redriveFilter: oneOf("REDRIVEN", "NOT_REDRIVEN"),
      maxResults: page.maxResults,
      nextToken: text({ least: 1, most: 3096 }),
    },
    async (parts, { stateMachineArn, mapRunArn, statusFilter, redriveFilter, maxResults, nextToken }) => {
      const listing = ["ListExecutions", stateMachineArn, mapRunArn, statusFilter, redriveFilter] as const
      const { of, qualifies, batched } = await ofWhich(parts, stateMachineArn, mapRunArn)
      const from = cursorOf(listing, nextToken, parts.clock.now())
      const search: Search = {
        of,
        statuses:
          statusFilter === "PENDING_REDRIVE" ? [] : statusFilter === "FAILED" ? ["FAILED", "PARKED"] : [statusFilter],
        fits: filterOf(parts, qualifies, redriveFilter),
      }
      const { found, cursor } = await searched(parts, search, pageSize(maxResults), from)
      return {
        executions: await Promise.all(
          found.map((execution) => itemOf(parts, execution, redriveFilter !== undefined, batched)),
        ),
        ...(cursor === undefined ? {} : { nextToken: pageToken(listing, cursor, parts.clock.now()) }),
      }
    },
  ),
}

type Qualifies = { readonly version?: string; readonly alias?: string }

/** What is to be listed. */
interface Which {
  readonly of: Search["of"]
  readonly qualifies?: Qualifies | undefined
  /** Of a map run: whether its executions are given batches. */
  readonly batched?: boolean
}

async function ofWhich(
  parts: Parts,
  stateMachineArn: string | undefined,
  mapRunArn: string | undefined,
): Promise<Which> {
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw new ApiError("ValidationException", "Must provide a StateMachine ARN or MapRun ARN, but not both")
  }
  if (mapRunArn !== undefined) {
    readArn(mapRunArn, "mapRun")
    const { batched } = await mapRunOf(parts, mapRunArn)
    return { of: { mapRun: mapRunArn }, batched }
  }
  const arn = stateMachineArn ?? ""
  if (readArn(arn, "stateMachine").label !== undefined) throw labelled()
  const { machine, version, alias } = await namedBy(parts, arn)
  if (machine.type === "EXPRESS") throw notSupported()
  const qualifies =
    version !== undefined
      ? { version: String(version.number) }
      : alias !== undefined
        ? { alias: alias.name }
        : undefined
  return { of: { machine: machine.name }, qualifies }
}

function filterOf(parts: Parts, qualifies: Qualifies | undefined, redrive: string | undefined): Search["fits"] {
  if (qualifies === undefined && redrive === undefined) return undefined
  return async ({ id }) => {
    const record = await parts.backend.executions.get({ id })
    if (record === undefined) return false
    const { labels } = startedWith(record)
    if (qualifies?.version !== undefined && labels.version !== qualifies.version) return false
    if (qualifies?.alias !== undefined && labels.alias !== qualifies.alias) return false
    return (
      redrive === undefined || ((await redriveOf(parts, record))["redriveCount"] !== 0) === (redrive === "REDRIVEN")
    )
  }
}

/** A page of what fits. Where a filter leaves little of much, a page may be short, or empty, and yet have a next one. */
async function searched(
  { backend }: Parts,
  { of, statuses, fits }: Search,
  limit: number,
  from: string | undefined,
): Promise<{ readonly found: readonly ExecutionSummary[]; readonly cursor?: string }> {
  const found: ExecutionSummary[] = []
  const [, phase = "0", first] = /^(\d):(.*)$/s.exec(from ?? "0:") ?? []
  let seen = 0
  for (let at = Number(phase), cursor = first; at < statuses.length; at++, cursor = "") {
    const status = statuses[at]
    for (;;) {
      if (found.length === limit || seen >= mostSeen) return { found, cursor: `${at}:${cursor}` }
      const page = await listed(backend, {
        ...of,
        limit: limit - found.length,
        ...(status === undefined ? {} : { status }),
        ...(cursor === "" || cursor === undefined ? {} : { cursor }),
      })
      for (const execution of page.executions) {
        seen++
        if (fits === undefined || (await fits(execution))) found.push(execution)
      }
      if (page.cursor === undefined) break
      cursor = page.cursor
    }
  }
  return { found }
}

async function listed(backend: Parts["backend"], params: Parameters<Parts["backend"]["executions"]["list"]>[0]) {
  try {
    return await backend.executions.list(params)
  } catch (error) {
    throw AdapterError.is(error) && error.code === "CURSOR_INVALID" ? invalidToken() : error
  }
}

async function itemOf(
  parts: Parts,
  execution: ExecutionSummary,
  redriven: boolean,
  batched: boolean | undefined,
): Promise<object> {
  const record = await parts.backend.executions.get({ id: execution.id })
  const labels = record === undefined ? {} : startedWith(record).labels
  const redrive = redriven && record !== undefined ? await redriveOf(parts, record) : {}
  const { redriveCount, redriveDate } = redrive
  return {
    executionArn: execution.id,
    ...startedBy(parts, { machine: execution.machine, labels }),
    ...summaryOf(execution),
    ...(execution.mapRun === undefined ? {} : { mapRunArn: execution.mapRun }),
    ...(batched === undefined || record === undefined ? {} : { itemCount: batched ? itemsIn(record) : 1 }),
    ...(redriveCount === undefined ? {} : { redriveCount }),
    ...(redriveDate === undefined ? {} : { redriveDate }),
  }
}

/** An ItemBatcher's batch is a member of the input. (AWS: ItemBatcher) */
function itemsIn({ input }: ExecutionRecord): number {
  const { Items } = JSON.parse(input) as { readonly Items: readonly unknown[] } // the engine made it
  return Items.length
}
