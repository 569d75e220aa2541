import type { StatementSync } from "node:sqlite"

import type { Commit, NewDeadLetter, StatusChange, StoredStatus } from "@stepwright/engine"

import type { Mailbox } from "./mailbox.ts"
import { never, statuses } from "./schema.ts"
import { makeReady, type Owned, type Session, type Store } from "./store.ts"
import { packFacts, toColumn, toNullableColumn } from "./text.ts"

const awake: readonly StoredStatus[] = ["RUNNING", "PARKED"]

/** Writes commits, inside the transaction of a tick. */
export class Commits {
  readonly #store: Store
  readonly #mailbox: Mailbox
  readonly #append: StatementSync
  readonly #checkpoint: StatementSync
  readonly #consume: StatementSync
  readonly #open: StatementSync
  readonly #close: StatementSync
  readonly #letter: StatementSync
  readonly #stop: StatementSync
  readonly #outcome: StatementSync
  readonly #dropMessages: StatementSync
  readonly #resume: StatementSync
  readonly #dropOutcome: StatementSync
  readonly #rest: StatementSync

  constructor(store: Store, mailbox: Mailbox) {
    const { db } = store
    this.#store = store
    this.#mailbox = mailbox
    this.#append = db.prepare("INSERT INTO journal VALUES (?, ?, ?)")
    this.#checkpoint = db.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)")
    this.#consume = db.prepare("DELETE FROM inbox WHERE no = ? AND seq = ?")
    this.#open = db.prepare("INSERT INTO awaits VALUES (?, ?, 1) ON CONFLICT DO NOTHING")
    this.#close = db.prepare("UPDATE awaits SET open = 0 WHERE token = ?")
    this.#letter = db.prepare(
      "INSERT INTO dead_letters (id, execution, at, body, details, status, retries) VALUES (?, ?, ?, ?, ?, 0, 0) " +
        "ON CONFLICT (id) DO NOTHING",
    )
    this.#stop = db.prepare(
      "UPDATE standing SET status = ?, stopped_at = ?, deliveries = 0, delivered_at = 0 WHERE seq = ?",
    )
    this.#outcome = db.prepare("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?)")
    this.#dropMessages = db.prepare("DELETE FROM inbox WHERE seq = ?")
    this.#resume = db.prepare("UPDATE standing SET status = 0, stopped_at = NULL WHERE seq = ?")
    this.#dropOutcome = db.prepare("DELETE FROM outcomes WHERE seq = ?")
    this.#rest = db.prepare("UPDATE standing SET due = ?, deliveries = 0, delivered_at = 0 WHERE seq = ?")
  }

  /** @returns whether it was taken; a refused one changed nothing, and its execution is let go of. */
  apply(session: Session, commit: Commit): boolean {
    const owned = session.owned.get(commit.execution)
    if (owned === undefined) return false
    if (owned.length !== commit.expected) {
      this.letGo(owned)
      return false
    }
    this.#write(owned, commit)
    if (commit.status !== undefined) this.#setStatus(owned, commit.status)
    if (commit.sleep !== undefined && session.owned.has(owned.id)) this.#sleep(owned, commit.sleep.due)
    for (const { token, answer } of commit.answers ?? []) this.#mailbox.answer(token, answer, true).deliver?.()
    for (const { execution, body } of commit.messages ?? []) this.#mailbox.send(execution, body, awake).deliver?.()
    return true
  }

  /** Puts an execution back before all that was not begun. */
  letGo(owned: Owned): void {
    this.#disown(owned)
    if (owned.running || owned.pending.size > 0) makeReady(this.#store, owned.seq, owned.plan, true)
  }

  #write(owned: Owned, commit: Commit): void {
    const { seq } = owned
    if (commit.facts.length > 0) {
      this.#append.run(seq, owned.length, toColumn(packFacts(commit.facts.map(String))))
      owned.length += commit.facts.length
    }
    if (commit.checkpoint !== undefined) this.#checkpoint.run(seq, owned.length, toColumn(commit.checkpoint))
    for (const id of commit.consumed ?? []) {
      if (owned.pending.delete(id)) this.#consume.run(Number(id), seq)
    }
    for (const token of commit.opened ?? []) this.#open.run(toColumn(token), seq)
    for (const token of commit.closed ?? []) this.#close.run(toColumn(token))
    for (const letter of commit.deadLetters ?? []) this.#writeLetter(letter)
  }

  #writeLetter({ id, execution, at, body, details }: NewDeadLetter): void {
    this.#letter.run(toColumn(id), toColumn(execution), at, toColumn(body), toNullableColumn(details))
  }

  #setStatus(owned: Owned, { status, at, output, error, cause }: StatusChange): void {
    const { seq, plan } = owned
    owned.running = status === "RUNNING"
    if (owned.running) {
      this.#resume.run(seq)
      this.#dropOutcome.run(seq)
      return
    }
    this.#stop.run(statuses.indexOf(status), at, seq)
    this.#outcome.run(seq, toNullableColumn(output?.toString()), toNullableColumn(error), toNullableColumn(cause))
    this.#disown(owned)
    if (owned.pending.size === 0) return
    if (status === "PARKED") makeReady(this.#store, seq, plan)
    else this.#dropMessages.run(seq)
  }

  #sleep(owned: Owned, due: number | undefined): void {
    const { seq, plan } = owned
    this.#disown(owned)
    this.#rest.run(due ?? never, seq)
    if (owned.pending.size > 0) makeReady(this.#store, seq, plan)
    else if (due !== undefined && owned.running) this.#store.sleepers.add(seq, plan, due)
  }

  #disown(owned: Owned): void {
    owned.session.owned.delete(owned.id)
    this.#store.owned.delete(owned.seq)
  }
}
