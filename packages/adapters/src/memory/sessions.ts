import type {
  Commit,
  Delivery,
  Reserved,
  Sessions,
  StatusChange,
  StoredStatus,
  Text,
  Tick,
  TickResult,
} from "@stepwright/engine"

import { unserved } from "../single-process/unserved.ts"
import { serve } from "../single-process/wake.ts"
import { withOptional } from "./executions.ts"
import { answer, send } from "./inbox.ts"
import { assertOpen, emptyInbox, type Entry, makeReady, type Session, type Store } from "./store.ts"

/** Running executions. Everything happens between two turns of the event loop, so every tick is atomic. */
export function memorySessions(store: Store): Sessions {
  return {
    async open({ plans, onWake }) {
      assertOpen(store)
      const id = `session-${++store.counter}`
      const planSet = new Set(plans)
      const wakeable = { plans: [...planSet], planSet, onWake, ended: false, ticking: false, waking: false }
      store.sessions.set(id, { id, ...wakeable, owned: new Map(), mail: [] })
      return { session: id }
    },
    async serve({ session: id, plans }) {
      assertOpen(store)
      const session = store.sessions.get(id)
      if (session !== undefined) serve(session, plans)
    },
    async tick(params) {
      assertOpen(store)
      const session = store.sessions.get(params.session)
      if (session === undefined) return { lost: true }
      session.ticking = true
      try {
        return tick(store, session, params)
      } finally {
        session.ticking = false
      }
    },
    backlog: () => store.ready.backlog(),
    async unserved() {
      assertOpen(store)
      return unserved(store)
    },
    async close({ session: id }) {
      assertOpen(store)
      const session = store.sessions.get(id)
      if (session === undefined) return
      session.ended = true
      store.sessions.delete(id)
      for (const entry of session.owned.values()) {
        entry.deliveries = 0
        letGo(store, session, entry)
      }
    },
  }
}

const none: readonly never[] = []
const awake: readonly StoredStatus[] = ["RUNNING", "PARKED"]

function tick(store: Store, session: Session, params: Tick): TickResult {
  const refused: string[] = []
  for (const commit of params.commits) {
    if (!apply(store, session, commit)) refused.push(commit.execution)
  }
  store.sleepers.wakeDue(session.plans, params.now, (entry) => makeReady(store, entry))
  const messages = takeMail(session)
  const reserved = store.ready.take(session.plans, params.want).map((entry) => reserve(session, entry))
  const nextDue = store.sleepers.nextDue(session.plans)
  const more = store.ready.has(session.plans)
  return { lost: false, refused, reserved, messages, more, ...(nextDue === undefined ? {} : { nextDue }) }
}

function apply(store: Store, session: Session, commit: Commit): boolean {
  const entry = session.owned.get(commit.execution)
  if (entry === undefined) return false
  if (entry.facts.length !== commit.expected) {
    letGo(store, session, entry)
    return false
  }
  entry.facts = joined(entry.facts, commit.facts)
  if (commit.checkpoint !== undefined) {
    entry.checkpoint = { length: entry.facts.length, state: commit.checkpoint }
  }
  for (const id of commit.consumed ?? []) entry.inbox.delete(id)
  for (const token of commit.opened ?? []) open(store, entry, token)
  for (const token of commit.closed ?? []) close(store, token)
  for (const letter of commit.deadLetters ?? []) {
    if (!store.deadLetters.has(letter.id))
      store.deadLetters.set(letter.id, { seq: ++store.counter, letter: { ...letter, status: "OPEN", retries: 0 } })
  }
  if (commit.status !== undefined) setStatus(store, session, entry, commit.status)
  if (commit.sleep !== undefined && entry.owner === session) sleep(store, session, entry, commit.sleep.due)
  for (const { token, answer: body } of commit.answers ?? []) answer(store, token, body, true)
  for (const { execution, body } of commit.messages ?? []) send(store, execution, body, awake)
  return true
}

/** A journal with more facts. A short one is written anew, without the room for more that an array makes that grows. */
function joined(journal: readonly Text[], facts: readonly Text[]): readonly Text[] {
  if (journal.length < 16) return [...journal, ...facts]
  for (const fact of facts) (journal as Text[]).push(fact) // made by the line above
  return journal
}

function open(store: Store, entry: Entry, token: string): void {
  if (store.tokens.has(token)) return
  store.tokens.set(token, { entry, open: true })
  ;(entry.tokens ??= []).push(token)
}

function close(store: Store, token: string): void {
  const awaited = store.tokens.get(token)
  if (awaited !== undefined) awaited.open = false
}

function setStatus(store: Store, session: Session, entry: Entry, change: StatusChange): void {
  entry.status = change.status
  const running = change.status === "RUNNING"
  entry.stoppedAt = running ? undefined : change.at
  entry.output = running ? undefined : change.output
  entry.error = running ? undefined : change.error
  entry.cause = running ? undefined : change.cause
  if (running) return
  disown(session, entry)
  entry.deliveries = 0
  if (change.status === "PARKED") {
    if (entry.inbox.size > 0) makeReady(store, entry)
    return
  }
  entry.inbox = emptyInbox
}

function sleep(store: Store, session: Session, entry: Entry, due: number | undefined): void {
  disown(session, entry)
  entry.deliveries = 0
  if (entry.inbox.size > 0) makeReady(store, entry)
  else if (due !== undefined && entry.status === "RUNNING") store.sleepers.add(entry, entry.plan, due)
}

function letGo(store: Store, session: Session, entry: Entry): void {
  disown(session, entry)
  if (entry.status === "RUNNING" || entry.inbox.size > 0) makeReady(store, entry, true)
}

function disown(session: Session, entry: Entry): void {
  session.owned.delete(entry.id)
  entry.owner = undefined
}

function reserve(session: Session, entry: Entry): Reserved {
  const { checkpoint, facts, header, input, inbox } = entry
  if (facts.length > entry.deliveredAt) entry.deliveries = 0
  entry.deliveries++
  entry.deliveredAt = facts.length
  entry.owner = session
  session.owned.set(entry.id, entry)
  const { id, machine, name, plan, status, startedAt, deliveries } = entry
  const messages = inbox.size === 0 ? none : [...inbox.values()]
  const since = facts.length === 0 ? none : facts.slice(checkpoint?.length ?? 0).map(String)
  const { length } = facts
  const own = { id, machine, name, plan, status, startedAt, header, input, facts: since, length, messages, deliveries }
  const reserved = withOptional<Writable<Reserved>>(own, entry)
  if (checkpoint !== undefined) reserved.checkpoint = checkpoint
  return reserved
}

function takeMail(session: Session): Delivery[] {
  if (session.mail.length === 0) return []
  const mail = session.mail
  session.mail = []
  // Skips what was let go meanwhile: the next owner is given the whole inbox.
  return mail
    .filter(({ entry }) => entry.owner === session)
    .map(({ entry, message }) => ({ execution: entry.id, ...message }))
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
