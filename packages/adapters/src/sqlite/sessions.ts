import { randomUUID } from "node:crypto"

import type { Delivery, Sessions, Tick, TickResult } from "@stepwright/engine"

import { unserved } from "../single-process/unserved.ts"
import { serve } from "../single-process/wake.ts"
import { Commits } from "./commits.ts"
import type { Mailbox } from "./mailbox.ts"
import { Reservations } from "./reservations.ts"
import { abandon, assertOpen, makeReady, type Session, type Store, transaction } from "./store.ts"

/** Running executions: one transaction per tick. `closeAll` ends every session. */
export function sqliteSessions(
  store: Store,
  mailbox: Mailbox,
): { readonly sessions: Sessions; readonly closeAll: () => void } {
  const commits = new Commits(store, mailbox)
  const reservations = new Reservations(store)
  const undeliver = store.db.prepare("UPDATE standing SET deliveries = 0, delivered_at = 0 WHERE seq = ?")
  const close = (session: Session): void => {
    transaction(store, () => {
      for (const { seq } of session.owned.values()) undeliver.run(seq)
    })
    session.ended = true
    store.sessions.delete(session.id)
    for (const owned of session.owned.values()) commits.letGo(owned)
  }
  const sessions: Sessions = {
    async open({ plans, onWake }) {
      assertOpen(store)
      const id = randomUUID()
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
        return transaction(store, () => tick(store, commits, reservations, session, params))
      } catch (error) {
        if (!store.closed) abandon(store)
        throw error
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
      if (session !== undefined) close(session)
    },
  }
  return { sessions, closeAll: () => [...store.sessions.values()].forEach(close) }
}

function tick(store: Store, commits: Commits, reservations: Reservations, session: Session, params: Tick): TickResult {
  const refused: string[] = []
  for (const commit of params.commits) {
    if (!commits.apply(session, commit)) refused.push(commit.execution)
  }
  store.sleepers.wakeDue(session.plans, params.now, (seq, plan) => makeReady(store, seq, plan))
  const messages = takeMail(store, session)
  const reserved = store.ready
    .take(session.plans, params.want)
    .map((seq) => reservations.reserve(session, seq))
    .filter((each) => each !== undefined)
  const nextDue = store.sleepers.nextDue(session.plans)
  const more = store.ready.has(session.plans)
  return { lost: false, refused, reserved, messages, more, ...(nextDue === undefined ? {} : { nextDue }) }
}

function takeMail(store: Store, session: Session): Delivery[] {
  if (session.mail.length === 0) return []
  const mail = session.mail
  session.mail = []
  // Skips what was let go meanwhile: the next owner is given the whole inbox.
  return mail
    .filter(({ owned }) => store.owned.get(owned.seq) === owned)
    .map(({ owned, message }) => ({ execution: owned.id, ...message }))
}
