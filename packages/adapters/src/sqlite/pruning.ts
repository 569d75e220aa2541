import type { Executions, PruneExecutions } from "@stepwright/engine"

import { Query } from "./query.ts"
import { statuses } from "./schema.ts"
import { reading, type Store, transaction } from "./store.ts"
import { fromColumn, type StoredText, toColumn } from "./text.ts"

interface Closed {
  readonly seq: number
  readonly id: StoredText
}

const parked = statuses.indexOf("PARKED")
// A message in the inbox is a redrive that was accepted: it is about to run again.
const isClosed =
  `s.stopped_at < ? AND s.status NOT IN (0, ${parked}) ` +
  "AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.seq = s.seq)"

/** Forgetting executions. */
export function sqlitePruning(store: Store): Pick<Executions, "prune" | "prunable"> {
  const { db } = store
  const closed = new Query<Closed>(
    db,
    `SELECT s.seq, e.id FROM standing s JOIN executions e ON e.seq = s.seq WHERE ${isClosed} ORDER BY s.stopped_at LIMIT ?`,
  )
  const closedById = new Query<Closed>(
    db,
    `SELECT s.seq, e.id FROM executions e JOIN standing s ON s.seq = e.seq WHERE e.id = ? AND ${isClosed}`,
  )
  const deletions = ["executions", "standing", "outcomes", "journal", "checkpoints", "awaits"].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE seq = ?`),
  )
  const settled = db.prepare("DELETE FROM dead_letters WHERE status <> 0 AND execution = ?")
  const isFree = ({ seq }: Closed): boolean => !store.owned.has(seq)
  const all = ({ closedBefore, limit }: PruneExecutions): readonly Closed[] =>
    // What is owned is passed over: there are never many that have ended and are owned.
    closed
      .all(closedBefore, limit + store.owned.size)
      .filter(isFree)
      .slice(0, limit)
  const named = ({ closedBefore, limit }: PruneExecutions, ids: readonly string[]): readonly Closed[] =>
    [...new Set(ids)]
      .flatMap((id) => closedById.first(toColumn(id), closedBefore) ?? [])
      .filter(isFree)
      .slice(0, limit)
  return {
    async prune({ ids, ...params }) {
      const removed = transaction(store, () => {
        const found = ids === undefined ? all(params) : named(params, ids)
        for (const { seq, id } of found) {
          settled.run(id)
          for (const deletion of deletions) deletion.run(seq)
        }
        return found.length
      })
      return { removed }
    },
    prunable: async (params) => reading(store, () => all(params).map(({ id }) => fromColumn(id))),
  }
}
