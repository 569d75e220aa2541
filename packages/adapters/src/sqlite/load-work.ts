import { never } from "./schema.ts"
import { Query } from "./query.ts"
import { makeReady, type Store } from "./store.ts"

interface StandingRow {
  readonly seq: number
  readonly plan: number
  readonly due: number | null
}

/**
 * Fills the queue and the sleepers from the file: reads what runs and what has messages, however much has ended.
 * Nobody owns anything, so all that neither sleeps nor has ended is ready.
 */
export function loadWork(store: Store): void {
  const { db } = store
  store.lastSeq = new Query<{ seq: number | null }>(db, "SELECT max(seq) AS seq FROM executions").first()?.seq ?? 0
  store.hasMapRuns = new Query(db, "SELECT 1 FROM executions WHERE map_run IS NOT NULL").first() !== undefined
  const running = new Query<StandingRow>(
    db,
    "SELECT seq, plan, due FROM standing WHERE machine = ? AND status = 0 ORDER BY seq",
  )
  const planOf = (no: number): string => store.planId.get(no) ?? ""
  const addressed = new Query<StandingRow>(
    db,
    "SELECT seq, plan, due FROM standing WHERE seq IN (SELECT seq FROM inbox) ORDER BY seq",
  ).all()
  for (const { seq, plan } of addressed) makeReady(store, seq, planOf(plan), true)
  const withMessage = new Set(addressed.map(({ seq }) => seq))
  for (const machine of store.machineName.keys()) {
    for (const { seq, plan, due } of [...running.all(machine), ...running.all(-machine)]) {
      if (withMessage.has(seq)) continue
      if (due === null) makeReady(store, seq, planOf(plan), true)
      else if (due < never) store.sleepers.add(seq, planOf(plan), due)
    }
  }
}
