import { judgeLosses } from "./losses.ts"
import type { Promises } from "./promises.ts"
import type { Record } from "./record.ts"
import { recoveriesOf } from "./recoveries.ts"
import type { Kind } from "./workflows.ts"

/** A promise that was not kept. */
export interface Finding {
  readonly what:
    | "execution lost"
    | "execution stuck"
    | "wrong end"
    | "answer lost"
    | "effect lost"
    | "effect under two keys"
    | "effect of nobody"
    | "not undone"
    | "transition doubled"
    | "transition lost"
    | "history with a gap"
    | "slow recovery"
    | "loss not reported"
    | "problem"
  readonly subject: string
  readonly detail: string
  /** When that was acknowledged which is gone or came twice: it may lie in a window. */
  readonly at?: number
  /** Whom it was acknowledged to: a worker, or `client`. */
  readonly by?: string
}

/** What became of the promises. */
export interface Verdict {
  readonly broken: readonly Finding[]
  /** Losses in the windows that the mode names, of which was told whoever had to be. */
  readonly excused: readonly Finding[]
  /** Milliseconds from the end of a worker by SIGKILL until what it had in flight ran again, where nothing else was wrong. */
  readonly recoveries: readonly number[]
}

/** Judges a record that is complete. */
export function judge(record: Record, kinds: Readonly<{ [name: string]: Kind }>, promises: Promises): Verdict {
  const { recoveries, slow } = recoveriesOf(record, promises.recoveryMs)
  const findings = [
    ...ends(record, kinds),
    ...answers(record),
    ...effects(record, kinds),
    ...transitions(record),
    ...rows(record, "SELECT subject, what || ': ' || detail AS detail FROM problems", "problem"),
    ...slow,
  ]
  return { ...judgeLosses(record, findings, promises.windows), recoveries }
}

/** Everything whose start was acknowledged is there, and has ended as it must. */
function ends(record: Record, kinds: Readonly<{ [name: string]: Kind }>): readonly Finding[] {
  const started = record.db
    .prepare("SELECT name, kind, acked, status FROM starts LEFT JOIN ends USING (name) WHERE acked IS NOT NULL")
    .all() as unknown as readonly {
    readonly name: string
    readonly kind: string
    readonly acked: number
    readonly status: string | null
  }[] // the query's columns
  const found = started.flatMap(({ name, kind, acked, status }): readonly Finding[] => {
    const finding = { subject: name, detail: status ?? "not there" }
    if (status === null) return [{ what: "execution lost", ...finding, at: acked, by: "client" }]
    if (status === "RUNNING" || status === "PARKED") return [{ what: "execution stuck", ...finding }]
    return status === kinds[kind]?.status ? [] : [{ what: "wrong end", ...finding }]
  })
  const anew = `SELECT name AS subject, 'started anew' AS detail, acked AS at, 'client' AS "by"
    FROM repeats JOIN starts USING (name) WHERE existed = 0`
  const unheard = `SELECT name AS subject, what || ': not there' AS detail, acked AS at, 'client' AS "by"
    FROM words JOIN starts USING (name) WHERE outcome = 'EXECUTION_NOT_FOUND'`
  return [...found, ...rows(record, anew, "execution lost"), ...rows(record, unheard, "execution lost")]
}

/**
 * Of two answers the first that was acknowledged counts, and only that. Where a token is unknown, somebody has lost the
 * commit that opened it: nobody knows here who.
 */
function answers(record: Record): readonly Finding[] {
  const other = `SELECT name AS subject, output || ' instead of ' || value AS detail, words.at AS at, 'client' AS "by"
    FROM words JOIN ends USING (name)
    WHERE what LIKE 'answer%' AND outcome = 'acked' AND status = 'SUCCEEDED' AND output <> json_quote(value)`
  const unknown = `SELECT name AS subject, 'its token is unknown' AS detail, at FROM words
    WHERE what = 'answer' AND outcome = 'TOKEN_UNKNOWN'`
  return [...rows(record, other, "answer lost"), ...rows(record, unknown, "answer lost")]
}

/** Every effect came about under one key, and none that nobody ordered. */
function effects(record: Record, kinds: Readonly<{ [name: string]: Kind }>): readonly Finding[] {
  const { db } = record
  const called = new Set(
    (db.prepare("SELECT DISTINCT effect FROM calls").all() as unknown as readonly { effect: string }[]).map(
      ({ effect }) => effect,
    ),
  )
  const started = db
    .prepare("SELECT name, kind, status FROM starts LEFT JOIN ends USING (name)")
    .all() as unknown as readonly { readonly name: string; readonly kind: string; readonly status: string | null }[]
  const findings: Finding[] = []
  const ordered = new Set<string>()
  for (const { name, kind: kindName, status } of started) {
    const kind = kinds[kindName]
    if (kind === undefined) continue
    const perhaps = kind.perhaps ?? []
    for (const effect of [...kind.effects, ...perhaps]) ordered.add(`${name}/${effect}`)
    if (status !== kind.status) continue
    for (const effect of kind.effects)
      if (!called.has(`${name}/${effect}`)) findings.push({ what: "effect lost", subject: name, detail: effect })
    for (const effect of perhaps) {
      const undone = `${effect}-undone`
      if (perhaps.includes(undone) && called.has(`${name}/${effect}`) && !called.has(`${name}/${undone}`))
        findings.push({ what: "not undone", subject: name, detail: effect })
    }
  }
  for (const effect of called)
    if (!ordered.has(effect)) findings.push({ what: "effect of nobody", subject: effect, detail: "" })
  const keys = `SELECT effect AS subject, group_concat(DISTINCT key) AS detail FROM calls
    GROUP BY effect HAVING count(DISTINCT key) > 1`
  return [...findings, ...rows(record, keys, "effect under two keys")]
}

/** What workers were told is durable is there, once, and as they were told. */
function transitions(record: Record): readonly Finding[] {
  // Of two the first is the one that is gone: with min(), SQLite takes the other columns from its row.
  const doubled = `SELECT execution AS subject, 'event ' || event || ' of ' || group_concat(worker) AS detail,
    min(at) AS at, worker AS "by"
    FROM told GROUP BY execution, event HAVING count(*) > 1`
  const lost = `SELECT told.execution AS subject, 'event ' || told.event || ' told by ' || told.worker AS detail, told.at AS at,
    told.worker AS "by"
    FROM told LEFT JOIN history USING (execution, event) WHERE history.digest IS NULL OR history.digest <> told.digest`
  const gap = `SELECT execution AS subject, count(*) || ' events up to ' || max(event) AS detail
    FROM history GROUP BY execution HAVING count(*) <> max(event)`
  return [
    ...rows(record, doubled, "transition doubled"),
    ...rows(record, lost, "transition lost"),
    ...rows(record, gap, "history with a gap"),
  ]
}

function rows({ db }: Record, sql: string, what: Finding["what"]): readonly Finding[] {
  const found = db.prepare(sql).all() as unknown as readonly Omit<Finding, "what">[] // the columns of our queries
  return found.map((row) => ({ what, ...row }))
}
