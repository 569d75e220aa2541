import type { ExecutionPage, Executions, ListExecutions } from "@stepwright/engine"

import { beforeCursor, cursorAfter } from "../single-process/cursor.ts"
import { sqlitePruning } from "./pruning.ts"
import { Query } from "./query.ts"
import { type RecordRow, recordColumns, recordOf, summaryColumns, summaryOf, type SummaryRow } from "./records.ts"
import { statuses } from "./schema.ts"
import { Starter } from "./starter.ts"
import { reading, type Store } from "./store.ts"
import { fromColumn, type StoredText, toColumn, unpackFacts } from "./text.ts"

/** Starting, looking at and forgetting executions. */
export function sqliteExecutions(store: Store): Executions {
  const byId = new Query<RecordRow>(store.db, `SELECT ${recordColumns} WHERE e.id = ?`)
  const starter = new Starter(store)
  return {
    start: (execution) => starter.start(execution),
    async get({ id }) {
      return reading(store, () => {
        const found = byId.first(toColumn(id))
        return found && recordOf(store, found)
      })
    },
    journal: journalReader(store),
    list: lister(store),
    ...sqlitePruning(store),
  }
}

function journalReader(store: Store): Executions["journal"] {
  const seqOf = new Query<{ seq: number }>(store.db, "SELECT seq FROM executions WHERE id = ?")
  // From the commit that holds the first fact asked for. A commit has at least one fact, which bounds the rows.
  const page = new Query<{ at: number; facts: StoredText }>(
    store.db,
    "SELECT at, facts FROM journal WHERE seq = ? AND at >= " +
      "coalesce((SELECT max(at) FROM journal WHERE seq = ? AND at <= ?), 0) ORDER BY at LIMIT ?",
  )
  return async ({ id, from = 0, limit }) =>
    reading(store, () => {
      const found = seqOf.first(toColumn(id))
      if (found === undefined) return undefined
      const commits = page.all(found.seq, found.seq, from, limit === undefined ? -1 : limit + 1)
      const start = from - (commits[0]?.at ?? from)
      const facts = commits.flatMap(({ facts }) => unpackFacts(fromColumn(facts)))
      return facts.slice(start, limit === undefined ? undefined : start + limit)
    })
}

/** The index goes by machine and status, so a page is merged from one short range of it per pair that is asked for. */
function lister(store: Store): (params: ListExecutions) => Promise<ExecutionPage> {
  const all = new Query<SummaryRow>(store.db, `SELECT ${summaryColumns} WHERE e.seq < ? ORDER BY e.seq DESC LIMIT ?`)
  const range = new Query<SummaryRow>(
    store.db,
    `SELECT ${summaryColumns} WHERE s.machine = ? AND s.status = ? AND s.seq < ? ORDER BY s.seq DESC LIMIT ?`,
  )
  const ofMapRun = new Query<SummaryRow>(
    store.db,
    `SELECT ${summaryColumns} WHERE e.map_run = ? AND (? < 0 OR e.machine = ?) AND (? < 0 OR s.status = ?) AND e.seq < ? ` +
      "ORDER BY e.seq DESC LIMIT ?",
  )
  const children = (
    mapRun: string,
    { machine, status, limit }: ListExecutions,
    before: number,
  ): readonly SummaryRow[] => {
    const no = machine === undefined ? -1 : (store.machineNo.get(machine) ?? 0)
    const code = status === undefined ? -1 : statuses.indexOf(status)
    return ofMapRun.all(toColumn(mapRun), no, no, code, code, before, limit + 1)
  }
  const filtered = ({ machine, status, limit }: ListExecutions, before: number): readonly SummaryRow[] => {
    const machines = machine === undefined ? [...store.machineNo.values()] : [store.machineNo.get(machine) ?? 0]
    const codes = status === undefined ? statuses.map((_, code) => code) : [statuses.indexOf(status)]
    return machines
      .flatMap((no) => codes.flatMap((code) => range.all(no, code, before, limit + 1)))
      .sort((a, b) => b.seq - a.seq)
  }
  return async (params) =>
    reading(store, () => {
      const { machine, status, mapRun, limit, cursor } = params
      const before = beforeCursor(cursor, params)
      const unfiltered = machine === undefined && status === undefined && !store.hasMapRuns
      const found =
        mapRun !== undefined
          ? children(mapRun, params, before)
          : unfiltered
            ? all.all(before, limit + 1)
            : filtered(params, before)
      const executions = found.slice(0, limit).map((each) => summaryOf(store, each))
      const last = found[limit - 1]
      return found.length > limit && last !== undefined
        ? { executions, cursor: cursorAfter(last.seq, params) }
        : { executions }
    })
}
