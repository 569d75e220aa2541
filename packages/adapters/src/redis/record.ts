import type { ExecutionRecord, ExecutionSummary, NewExecution, StatusChange, StoredStatus } from "@stepwright/engine"

import { fromStored, toStored } from "./text.ts"

/** A status is stored as its place in this list: append only. */
export const statuses: readonly StoredStatus[] = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PARKED"]

/** Characters of a plan's id that are kept with each execution: enough to tell it from every other. */
export const planLength = 12

/** What never changes of an execution. */
export type Meta = Omit<ExecutionSummary, "status" | "stoppedAt">

/** What changes, but for its journal. */
export interface Standing {
  readonly status: StoredStatus
  /** Deliveries that were counted, while the journal had the length {@link countedAt}. */
  readonly deliveries: number
  readonly countedAt: number
  /** Facts that the checkpoint stands for; -1: there is none. */
  readonly checkpoint: number
  readonly stoppedAt?: number
  readonly outcome?: Outcome
}

interface Outcome {
  readonly output?: string
  readonly error?: string
  readonly cause?: string
}

/** Names the listing that an execution stands in: of its machine or, apart from those, of its map run. */
export function indexOf({ machine, mapRun }: Pick<NewExecution, "machine" | "mapRun">): string {
  if (mapRun !== undefined) return `y${toStored(mapRun)}`
  if (machine !== indexed.machine) indexed = { machine, index: `x${toStored(machine)}` }
  return indexed.index
}

/** The machine asked for last: the next one is mostly the same. */
let indexed = { machine: "", index: "x" }

/** The key, less its root, of the listing that an execution of this status stands in. */
export function listingOf(index: string, status: StoredStatus): string {
  if (index !== named.index) named = { index, listings: new Map() }
  const known = named.listings.get(status)
  if (known !== undefined) return known
  const listing = index.startsWith("y") ? `y:${index.slice(1)}` : `x:${statuses.indexOf(status)}:${index.slice(1)}`
  named.listings.set(status, listing)
  return listing
}

/** The index asked for last: the next one is mostly the same. */
let named = { index: "", listings: new Map<StoredStatus, string>() }

/** What begins the metas of all executions of a plan and an index. */
export function metaFront(plan: string, index: string): string {
  return plan.slice(0, planLength) + String(Buffer.byteLength(index)).padStart(3, "0") + index
}

/** What follows in a meta: what its index does not tell, and the id less what the names make of it. */
export function metaJson({ id, machine, name, startedAt, mapRun }: NewExecution): string {
  const own = id === `${home}:${machine}:${name}`
  const fields = [own ? 0 : id, name, startedAt]
  return JSON.stringify(mapRun === undefined ? fields : [...fields, machine])
}

/** What the ids that the engine gives begin with, before the names: it is not kept with each of them. */
const home = "arn:aws:states:local:000000000000:execution"

/** @param planOf - The whole id of a plan, from its beginning. */
export function readMeta(stored: string, planOf: (beginning: string) => string): Meta {
  const plan = planOf(stored.slice(0, planLength))
  const start = planLength + 3
  const bytes = Number(stored.slice(planLength, start))
  const { index, rest } = cut(stored.slice(start), bytes)
  const [given, name, startedAt, of] = JSON.parse(rest) as [string | 0, string, number, string?] // metaJson
  const machine = of ?? fromStored(index.slice(1))
  const id = given === 0 ? `${home}:${machine}:${name}` : given
  const meta = { id, machine, name, plan, startedAt }
  return of === undefined ? meta : { ...meta, mapRun: fromStored(index.slice(1)) }
}

/** The index is counted in bytes. */
function cut(text: string, bytes: number): { readonly index: string; readonly rest: string } {
  const ascii = text.slice(0, bytes)
  const index = Buffer.byteLength(ascii) === bytes ? ascii : Buffer.from(text).subarray(0, bytes).toString()
  return { index, rest: text.slice(index.length) }
}

/**
 * What a new status makes of a standing: deliveries count anew.
 * @param fact - The execution's last one, as it is stored. An output that it contains word for word, as it mostly does, is
 * not stored a second time.
 */
export function standingAfter(change: StatusChange, checkpoint: number, fact = ""): string {
  const { status, at, error, cause } = change
  const front = `${statuses.indexOf(status)},0,0,${checkpoint},`
  if (status === "RUNNING") return front
  const output = change.output?.toString()
  if (output !== undefined && error === undefined && cause === undefined) {
    const start = fact.indexOf(output)
    if (start >= 0) return `${front}${at}@${start}+${output.length}`
  }
  return front + at + JSON.stringify({ output, error, cause })
}

/** A standing that goes on. */
export function standingText({ status, deliveries, countedAt, checkpoint, stoppedAt, outcome }: Standing): string {
  const front = `${statuses.indexOf(status)},${deliveries},${countedAt},${checkpoint},`
  return stoppedAt === undefined ? front : front + stoppedAt + JSON.stringify(outcome ?? {})
}

/** @param fact - The execution's last one, as it is stored; without it, an output that lies there is left out. */
export function readStanding(stored: string, fact?: string): Standing {
  const [front = "", status, deliveries, countedAt, checkpoint, stopped] =
    /^(\d),(\d+),(\d+),(-?\d+),(-?[\d.]*)/.exec(stored) ?? []
  const standing = {
    status: statuses[Number(status)] ?? "RUNNING",
    deliveries: Number(deliveries),
    countedAt: Number(countedAt),
    checkpoint: Number(checkpoint),
  }
  if (stopped === undefined || stopped === "") return standing
  const rest = stored.slice(front.length)
  const outcome = rest === "" ? undefined : readOutcome(rest, fact)
  return { ...standing, stoppedAt: Number(stopped), ...(outcome === undefined ? {} : { outcome }) }
}

/** What `standingAfter` writes. */
function readOutcome(stored: string, fact: string | undefined): Outcome | undefined {
  const [, start, length] = /^@(\d+)\+(\d+)$/.exec(stored) ?? []
  if (start === undefined) return JSON.parse(stored) as Outcome
  return fact === undefined ? undefined : { output: fact.slice(Number(start), Number(start) + Number(length)) }
}

export function summaryOf(meta: Meta, { status, stoppedAt }: Standing): ExecutionSummary {
  const { id, machine, name, plan, startedAt, mapRun } = meta
  return {
    id,
    machine,
    name,
    plan,
    status,
    startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(mapRun === undefined ? {} : { mapRun }),
  }
}

/** An execution's record, from what `head_of` answers. */
export function readRecord(head: readonly string[], planOf: (beginning: string) => string): ExecutionRecord {
  const [meta = "", standing = "", header = "", input = "", fact] = head
  const read = readStanding(standing, fact)
  return {
    ...summaryOf(readMeta(meta, planOf), read),
    header: fromStored(header),
    input: fromStored(input),
    ...read.outcome,
  }
}
