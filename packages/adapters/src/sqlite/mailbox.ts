import type { StatementSync } from "node:sqlite"

import type { AnswerResult, Message, SendResult, StoredStatus } from "@stepwright/engine"

import { wake } from "../single-process/wake.ts"
import { statuses } from "./schema.ts"
import { Query } from "./query.ts"
import { makeReady, type Store } from "./store.ts"
import { toColumn } from "./text.ts"

interface AwaitRow {
  readonly seq: number
  readonly plan: number
  readonly status: number
  readonly open: number
}

/** Tells whoever runs the execution of a stored message; for when it is committed. */
export type Deliver = () => void

/** Writes messages, inside a transaction of the caller's. */
export class Mailbox {
  readonly #store: Store
  readonly #insert: StatementSync
  readonly #awaited: Query<AwaitRow>
  readonly #addressed: Query<Omit<AwaitRow, "open">>
  readonly #close: StatementSync

  constructor(store: Store) {
    this.#store = store
    this.#insert = store.db.prepare("INSERT INTO inbox (seq, body) VALUES (?, ?)")
    this.#awaited = new Query(
      store.db,
      "SELECT a.seq, s.plan, s.status, a.open FROM awaits a JOIN standing s ON s.seq = a.seq WHERE a.token = ?",
    )
    this.#addressed = new Query(
      store.db,
      "SELECT e.seq, s.plan, s.status FROM executions e JOIN standing s ON s.seq = e.seq WHERE e.id = ?",
    )
    this.#close = store.db.prepare("UPDATE awaits SET open = 0 WHERE token = ?")
  }

  put(seq: number, plan: number, body: string): Deliver {
    const message: Message = { id: String(this.#insert.run(seq, toColumn(body)).lastInsertRowid), body }
    return () => {
      const owned = this.#store.owned.get(seq)
      if (owned === undefined) return makeReady(this.#store, seq, this.#store.planId.get(plan) ?? "")
      owned.pending.add(message.id)
      owned.session.mail.push({ owned, message })
      wake(owned.session)
    }
  }

  send(
    execution: string,
    body: string,
    when: readonly StoredStatus[],
  ): { readonly result: SendResult; readonly deliver?: Deliver } {
    const found = this.#addressed.first(toColumn(execution))
    if (found === undefined) return { result: { outcome: "unknown" } }
    const status = statuses[found.status] ?? "RUNNING"
    if (!when.includes(status)) return { result: { outcome: "refused", status } }
    return { result: { outcome: "accepted" }, deliver: this.put(found.seq, found.plan, body) }
  }

  answer(token: string, body: string, final: boolean): { readonly result: AnswerResult; readonly deliver?: Deliver } {
    const found = this.#awaited.first(toColumn(token))
    if (found === undefined) return { result: "unknown" }
    const status = statuses[found.status] ?? "RUNNING"
    if (found.open === 0 || (status !== "RUNNING" && status !== "PARKED")) return { result: "closed" }
    if (final) this.#close.run(toColumn(token))
    return { result: "accepted", deliver: this.put(found.seq, found.plan, body) }
  }
}
