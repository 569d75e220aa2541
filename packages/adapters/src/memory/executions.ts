import {
  type ExecutionRecord,
  type Executions,
  type ExecutionSummary,
  type ListExecutions,
  type NewExecution,
  type PruneExecutions,
  type StartResult,
} from "@stepwright/engine"

import { beforeCursor, cursorAfter } from "../single-process/cursor.ts"
import { assertOpen, emptyInbox, type Entry, makeReady, type Store } from "./store.ts"

/** Starting, looking at and forgetting executions. */
export function memoryExecutions(store: Store): Executions {
  return {
    async start(execution) {
      assertOpen(store)
      return start(store, execution)
    },
    async get({ id }) {
      assertOpen(store)
      const entry = store.executions.get(id)
      return entry === undefined ? undefined : recordOf(entry)
    },
    async journal({ id, from = 0, limit = Infinity }) {
      assertOpen(store)
      const entry = store.executions.get(id)
      return entry?.facts.slice(from, from + limit).map(String)
    },
    async list(params) {
      assertOpen(store)
      return list(store, params)
    },
    async prune(params) {
      assertOpen(store)
      return { removed: prune(store, params) }
    },
    async prunable(params) {
      assertOpen(store)
      return [...prunable(everyEntry(store), params)].map(({ id }) => id)
    },
  }
}

const none: readonly string[] = []

function start(store: Store, execution: NewExecution): StartResult {
  const existing = store.executions.get(execution.id)
  if (existing !== undefined) return { outcome: "exists", record: recordOf(existing) }
  if (!store.plans.has(execution.plan)) return { outcome: "no-plan" }
  const { id, machine, name, plan, header, input, startedAt, mapRun } = execution
  const entry: Entry = {
    seq: ++store.counter,
    id,
    machine,
    name,
    plan,
    startedAt,
    mapRun,
    status: "RUNNING",
    stoppedAt: undefined,
    error: undefined,
    cause: undefined,
    header,
    input,
    output: undefined,
    checkpoint: undefined,
    facts: none,
    inbox: emptyInbox,
    tokens: undefined,
    owner: undefined,
    deliveries: 0,
    deliveredAt: -1,
  }
  store.executions.set(entry.id, entry)
  listOf(store, mapRun).push(entry)
  makeReady(store, entry)
  return { outcome: "started" }
}

/** Where executions of a map run, or of none, stand in the order of their start. */
function listOf(store: Store, mapRun: string | undefined): Entry[] {
  if (mapRun === undefined) return store.order
  let list = store.children.get(mapRun)
  if (list === undefined) store.children.set(mapRun, (list = []))
  return list
}

function summaryOf({ id, machine, name, plan, status, startedAt, stoppedAt, mapRun }: Entry): ExecutionSummary {
  const summary: Writable<ExecutionSummary> = { id, machine, name, plan, status, startedAt }
  if (stoppedAt !== undefined) summary.stoppedAt = stoppedAt
  if (mapRun !== undefined) summary.mapRun = mapRun
  return summary
}

/** What is stored of an execution beside its journal: an object of its own. */
function recordOf(entry: Entry): ExecutionRecord {
  const { id, machine, name, plan, status, startedAt } = entry
  const [header, input] = [String(entry.header), String(entry.input)]
  return withOptional<Writable<ExecutionRecord>>({ id, machine, name, plan, status, startedAt, header, input }, entry)
}

/** Adds what not every execution has. */
export function withOptional<T extends Writable<Optional>>(outline: T, entry: Entry): T {
  const { stoppedAt, mapRun, output, error, cause } = entry
  if (stoppedAt !== undefined) outline.stoppedAt = stoppedAt
  if (mapRun !== undefined) outline.mapRun = mapRun
  if (output !== undefined) outline.output = String(output)
  if (error !== undefined) outline.error = error
  if (cause !== undefined) outline.cause = cause
  return outline
}

type Optional = Pick<ExecutionRecord, "stoppedAt" | "mapRun" | "output" | "error" | "cause">

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

function list(store: Store, params: ListExecutions): Awaited<ReturnType<Executions["list"]>> {
  const { machine, status, limit } = params
  const executions: ExecutionSummary[] = []
  let last = 0
  const order = (params.mapRun === undefined ? store.order : store.children.get(params.mapRun)) ?? []
  for (let index = firstBefore(order, beforeCursor(params.cursor, params)); index >= 0; index--) {
    const entry = order[index] as Entry // within bounds
    if ((machine !== undefined && entry.machine !== machine) || (status !== undefined && entry.status !== status))
      continue
    // One beyond the page tells that there is a next one.
    if (executions.length === limit) return { executions, cursor: cursorAfter(last, params) }
    executions.push(summaryOf(entry))
    last = entry.seq
  }
  return { executions }
}

/** Index of the newest execution that was started before `seq`. */
function firstBefore(order: readonly Entry[], seq: number): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((order[middle] as Entry).seq < seq) low = middle + 1
    else high = middle
  }
  return low - 1
}

type Prune = Parameters<Executions["prune"]>[0]

function prune(store: Store, { ids, ...params }: Prune): number {
  const named = ids && [...new Set(ids)].flatMap((id) => store.executions.get(id) ?? [])
  const removed = new Set(prunable(named ?? everyEntry(store), params))
  for (const entry of removed) {
    store.executions.delete(entry.id)
    for (const token of entry.tokens ?? []) store.tokens.delete(token)
  }
  if (removed.size > 0) takeOut(store, removed)
  const gone = new Set([...removed].map(({ id }) => id))
  for (const { letter } of store.deadLetters.values()) {
    if (letter.status !== "OPEN" && gone.has(letter.execution)) store.deadLetters.delete(letter.id)
  }
  return removed.size
}

/** Those of these that may be forgotten. */
function* prunable(entries: Iterable<Entry>, { closedBefore, limit }: PruneExecutions): Iterable<Entry> {
  let left = limit
  for (const entry of entries) {
    if (left === 0) return
    const closed = entry.status !== "RUNNING" && entry.status !== "PARKED" && entry.owner === undefined
    // A message in the inbox is a redrive that was accepted: it is about to run again.
    if (!closed || entry.inbox.size > 0 || (entry.stoppedAt ?? Infinity) >= closedBefore) continue
    left--
    yield entry
  }
}

function* everyEntry(store: Store): Iterable<Entry> {
  yield* store.order
  for (const children of store.children.values()) yield* children
}

function takeOut(store: Store, removed: ReadonlySet<Entry>): void {
  store.order = store.order.filter((entry) => !removed.has(entry))
  for (const mapRun of new Set([...removed].map((entry) => entry.mapRun))) {
    if (mapRun === undefined) continue
    const left = (store.children.get(mapRun) ?? []).filter((entry) => !removed.has(entry))
    if (left.length > 0) store.children.set(mapRun, left)
    else store.children.delete(mapRun)
  }
}
