import type { ExecutionRecord, ExecutionSummary } from "@stepwright/engine"

import { statuses } from "./schema.ts"
import type { Store } from "./store.ts"
import { fromColumn, type StoredText } from "./text.ts"

/** A row of {@link summaryColumns}. */
export interface SummaryRow {
  readonly seq: number
  readonly id: StoredText
  readonly machine: number
  readonly plan: number
  readonly name: StoredText
  readonly started_at: number
  readonly map_run: StoredText | null
  readonly status: number
  readonly stopped_at: number | null
}

/** A row of {@link recordColumns}. */
export interface RecordRow extends SummaryRow {
  readonly header: StoredText
  readonly input: StoredText
  readonly deliveries: number
  readonly delivered_at: number
  readonly output: StoredText | null
  readonly error: StoredText | null
  readonly cause: StoredText | null
}

/** What a listing shows. */
export const summaryColumns =
  "e.seq, e.id, e.machine, e.plan, e.name, e.started_at, e.map_run, s.status, s.stopped_at FROM executions e JOIN standing s ON s.seq = e.seq"

/** Everything stored of an execution beside its journal. */
export const recordColumns: string =
  "e.seq, e.id, e.machine, e.plan, e.name, e.header, e.input, e.started_at, e.map_run, s.status, s.stopped_at, s.deliveries, " +
  "s.delivered_at, o.output, o.error, o.cause FROM executions e JOIN standing s ON s.seq = e.seq " +
  "LEFT JOIN outcomes o ON o.seq = e.seq"

export function summaryOf(store: Store, found: SummaryRow): ExecutionSummary {
  return {
    id: fromColumn(found.id),
    machine: store.machineName.get(found.machine) ?? "",
    name: fromColumn(found.name),
    plan: store.planId.get(found.plan) ?? "",
    status: statuses[found.status] ?? "RUNNING",
    startedAt: found.started_at,
    ...(found.stopped_at === null ? {} : { stoppedAt: found.stopped_at }),
    ...(found.map_run === null ? {} : { mapRun: fromColumn(found.map_run) }),
  }
}

/** What the ports call a record. */
export function recordOf(store: Store, found: RecordRow): ExecutionRecord {
  return {
    ...summaryOf(store, found),
    header: fromColumn(found.header),
    input: fromColumn(found.input),
    ...(found.output === null ? {} : { output: fromColumn(found.output) }),
    ...(found.error === null ? {} : { error: fromColumn(found.error) }),
    ...(found.cause === null ? {} : { cause: fromColumn(found.cause) }),
  }
}
