import type { FaultKind } from "./faults.ts"
import type { Finding } from "./judge.ts"
import type { LossWindow } from "./promises.ts"
import type { Record } from "./record.ts"

/** What is gone or came twice, as far as that may be. */
export interface Losses {
  readonly excused: readonly Finding[]
  /** What lies in no window, and what nobody was told of who had to be. */
  readonly broken: readonly Finding[]
}

/** Milliseconds after an acknowledgement in which a process that is at work has learned of it. */
export const learnedMs = 1000
/** Milliseconds without another fault, after the end of a window, in which whoever has lost something has been told. */
export const toldMs = 10_000
/** Milliseconds after a replica went deaf in which nobody knows whether it heard. */
const doubtfulMs = 500

/** What a worker, or the client under the name `client`, logs where the store has gone back behind what it knows. */
const report = '%"code":"STORE_WENT_BACK"%'

/** Judges what seems to be gone by the windows that its mode names, and by what the processes were told. */
export function judgeLosses(record: Record, findings: readonly Finding[], allowed: readonly LossWindow[]): Losses {
  const windows = windowsOf(record, allowed)
  const windowsAround = ({ at }: Finding): readonly Window[] =>
    at === undefined ? [] : windows.filter(({ from, to }) => from <= at && at <= to)
  const excused: Finding[] = []
  const broken: Finding[] = []
  for (const finding of findings) {
    const around = windowsAround(finding)
    if (around.length === 0) broken.push(finding)
    // Of two faults in a row either may have taken it.
    else if (around.some((window) => wasTold(record, finding, window))) excused.push(finding)
    else broken.push({ ...finding, what: "loss not reported", detail: `${finding.what}: ${finding.detail}` })
  }
  return { excused, broken: [...broken, ...untold(record, allowed)] }
}

/** How often processes were told that the store had gone back. */
export function reportsIn({ db }: Record): number {
  const { count } = db.prepare("SELECT count(*) AS count FROM logs WHERE message LIKE ?").get(report) as {
    readonly count: number
  }
  return count
}

interface Window {
  readonly from: number
  /** For whoever learns of an acknowledgement at once, and for whoever stood still or was cut off. */
  readonly to: number
}

interface FaultRow {
  readonly kind: FaultKind
  readonly began: number
  readonly ended: number
  readonly deaf: number | null
  readonly struck: number | null
  readonly spared: number | null
}

function faultsIn({ db }: Record): readonly FaultRow[] {
  return db.prepare("SELECT kind, began, ended, deaf, struck, spared FROM faults").all() as unknown as FaultRow[] // as we wrote them
}

function windowsOf(record: Record, allowed: readonly LossWindow[]): readonly Window[] {
  const all = faultsIn(record)
  return all.flatMap((fault) => {
    if (fault.spared === 1) return []
    return allowed
      .filter(({ kinds }) => kinds.includes(fault.kind))
      .map(({ beforeMs, until }) => {
        const end = until === "struck" ? (fault.struck ?? fault.ended) : fault.ended
        return { from: fault.began - beforeMs, to: Math.max(end, ...lateIn(all, fault.began, end)) + learnedMs }
      })
  })
}

const delaying: readonly FaultKind[] = ["worker-stop", "partition", "slow-network"]

/** Until when those may hear of an acknowledgement late who stood still, or were cut off, in the meantime. */
function lateIn(all: readonly FaultRow[], from: number, to: number): readonly number[] {
  return all
    .filter(({ kind, began, ended }) => delaying.includes(kind) && began <= to && ended >= from)
    .map(({ ended }) => ended)
}

/** Whether whoever was acknowledged what is gone was told so, or is gone as well. */
function wasTold(record: Record, { at = 0, by }: Finding, { to }: Window): boolean {
  const { db } = record
  const until = calmAfter(faultsIn(record), to)
  const of = by === undefined ? "" : "AND worker = ?"
  const who = by === undefined ? [] : [by]
  const told = db.prepare(`SELECT 1 FROM logs WHERE message LIKE ? AND at BETWEEN ? AND ? ${of} LIMIT 1`)
  if (told.get(report, at, until, ...who) !== undefined) return true
  return (
    by !== undefined && db.prepare("SELECT 1 FROM lives WHERE worker = ? AND gone <= ?").get(by, until) !== undefined
  )
}

/** When so much time has gone by without a fault: while one lasts, nobody may be there to tell, or to be told. */
function calmAfter(all: readonly FaultRow[], from: number): number {
  let until = from + toldMs
  let counted = from
  for (const { began, ended } of all.toSorted((a, b) => a.began - b.began)) {
    const start = Math.max(began, counted)
    if (start > until || ended <= start) continue
    until += ended - start
    counted = ended
  }
  return until
}

/**
 * Whoever was acknowledged something while the replica that took over heard nothing has lost it, and must be told. What was
 * asked for before that does not count: a process that is short of time learns of an acknowledgement long after it.
 */
function untold(record: Record, allowed: readonly LossWindow[]): readonly Finding[] {
  const all = faultsIn(record)
  return all.flatMap((fault) => {
    const { kind, deaf, struck, began, ended } = fault
    const disturbed = all.some((other) => other !== fault && other.began <= ended && other.ended >= began - 1000)
    if (deaf === null || struck === null || disturbed || !allowed.some(({ kinds }) => kinds.includes(kind))) return []
    const acknowledged = record.db
      .prepare(
        `SELECT worker AS "by", max(at) AS at FROM (
          SELECT told.worker, told.at FROM told JOIN calls USING (worker, execution) WHERE did BETWEEN ? AND told.at
          UNION ALL SELECT 'client', acked FROM starts WHERE asked >= ?
        ) WHERE at <= ? GROUP BY worker`,
      )
      .all(deaf + doubtfulMs, deaf + doubtfulMs, struck) as unknown as readonly {
      readonly by: string
      readonly at: number
    }[] // its columns
    return acknowledged
      .filter(
        (each) =>
          !wasTold(record, { what: "loss not reported", subject: "", detail: "", ...each }, { from: began, to: ended }),
      )
      .map(({ by, at }): Finding => ({
        what: "loss not reported",
        subject: by,
        detail: `was acknowledged what the replica had not heard, and never told that it is gone`,
        at,
        by,
      }))
  })
}
