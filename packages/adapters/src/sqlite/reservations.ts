import type { StatementSync } from "node:sqlite"

import type { Message, Reserved } from "@stepwright/engine"

import { Query } from "./query.ts"
import { type RecordRow, recordColumns, recordOf } from "./records.ts"
import { statuses } from "./schema.ts"
import { type Session, type Store } from "./store.ts"
import { fromColumn, type StoredText, unpackFacts } from "./text.ts"

/** Hands executions out, inside the transaction of a tick. */
export class Reservations {
  readonly #store: Store
  readonly #find: Query<RecordRow>
  readonly #checkpoint: Query<{ at: number; state: StoredText }>
  readonly #journal: Query<{ facts: StoredText }>
  readonly #messages: Query<{ no: number; body: StoredText }>
  readonly #count: StatementSync

  constructor(store: Store) {
    const { db } = store
    this.#store = store
    this.#find = new Query(db, `SELECT ${recordColumns} WHERE e.seq = ?`)
    this.#checkpoint = new Query(db, "SELECT at, state FROM checkpoints WHERE seq = ?")
    this.#journal = new Query(db, "SELECT facts FROM journal WHERE seq = ? AND at >= ? ORDER BY at")
    this.#messages = new Query(db, "SELECT no, body FROM inbox WHERE seq = ? ORDER BY no")
    this.#count = db.prepare("UPDATE standing SET due = NULL, deliveries = ?, delivered_at = ? WHERE seq = ?")
  }

  /** @returns undefined where it was pruned meanwhile */
  reserve(session: Session, seq: number): Reserved | undefined {
    const found = this.#find.first(seq)
    if (found === undefined) return undefined
    const fresh = this.#store.fresh.delete(seq)
    const stored = fresh ? undefined : this.#checkpoint.first(seq)
    const facts = fresh ? [] : this.#facts(seq, stored?.at ?? 0)
    const length = (stored?.at ?? 0) + facts.length
    const messages = this.#messages.all(seq).map(messageOf)
    const deliveries = fresh ? 1 : (length > found.delivered_at ? 0 : found.deliveries) + 1
    if (!fresh) this.#count.run(deliveries, length, seq)
    const record = recordOf(this.#store, found)
    const pending = new Set(messages.map(({ id }) => id))
    const running = found.status === statuses.indexOf("RUNNING")
    const owned = { seq, id: record.id, plan: record.plan, session, running, length, pending }
    session.owned.set(record.id, owned)
    this.#store.owned.set(seq, owned)
    return {
      ...record,
      ...(stored === undefined ? {} : { checkpoint: { length: stored.at, state: fromColumn(stored.state) } }),
      facts,
      length,
      messages,
      deliveries,
    }
  }

  #facts(seq: number, from: number): string[] {
    const commits = this.#journal.all(seq, from)
    return commits.flatMap(({ facts }) => unpackFacts(fromColumn(facts)))
  }
}

function messageOf({ no, body }: { readonly no: number; readonly body: StoredText }): Message {
  return { id: String(no), body: fromColumn(body) }
}
