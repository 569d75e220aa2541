import { randomBytes } from "node:crypto"

import { Register, type Sessions } from "@stepwright/engine"

import { serve, wake } from "../single-process/wake.ts"
import type { BacklogWatch } from "./backlog.ts"
import { planLength } from "./record.ts"
import { closed } from "./redis-error.ts"
import type { Renewal } from "./renewal.ts"
import { tellServed, unservedPlans } from "./serving.ts"
import { both, type Session, View } from "./session.ts"
import { hint, type Store } from "./store.ts"
import type { Ticker } from "./ticker.ts"

/** Running executions. `closeAll` ends every session of this process. */
export function redisSessions(
  store: Store,
  ticker: Ticker,
  renewal: Renewal,
  backlog: BacklogWatch,
): { readonly sessions: Sessions; readonly closeAll: () => Promise<void> } {
  const close = async (session: Session): Promise<void> => {
    session.ended = true
    store.sessions.delete(session.id)
    renewal.keep(store.sessions.keys())
    await leave(store, session)
  }
  const sessions: Sessions = {
    async open({ plans, onWake }) {
      if (store.server.closed) throw closed()
      const planSet = new Set(plans)
      const session: Session = {
        id: randomBytes(9).toString("base64url"),
        plans: [...planSet],
        planSet,
        planKeys: [...planSet].map((plan) => plan.slice(0, planLength)),
        onWake,
        ended: false,
        ticking: false,
        ticks: 0,
        dealtWith: Promise.resolve(),
        waking: false,
        hinted: false,
        fault: undefined,
        owned: new Register(),
        spare: 0,
        started: [],
        views: store.keys.roots.map(() => new View()),
        turn: 0,
        next: 0,
        sweptAt: performance.now(),
      }
      for (const plan of planSet) store.plans.add(plan)
      await tellServed(store, session.planKeys).catch(() => {}) // the next heartbeat does
      store.sessions.set(session.id, session)
      renewal.keep(store.sessions.keys())
      return { session: session.id }
    },
    async serve({ session: id, plans }) {
      if (store.server.closed) throw closed()
      const session = store.sessions.get(id)
      if (session === undefined) return
      const added = serve(session, plans)
      if (added.length === 0) return
      for (const plan of added) {
        store.plans.add(plan)
        session.planKeys.push(plan.slice(0, planLength))
      }
      for (const view of session.views) view.look()
      await tellServed(store, session.planKeys).catch(() => {}) // the next heartbeat does
    },
    async tick(params) {
      if (store.server.closed) throw closed()
      const session = store.sessions.get(params.session)
      if (session === undefined) return { lost: true }
      if (session.fault !== undefined) throw session.fault
      session.ticking = true
      session.ticks++
      const before = session.dealtWith
      const ticked = ticker.tick(session, params, before)
      session.dealtWith = both(before, ticked.then(nothing, nothing))
      try {
        const result = await ticked
        if (result.lost) await close(session).catch(nothing) // what is left of it ends with its lease
        return result
      } finally {
        session.ticks--
        session.ticking = session.ticks > 0
        if (!session.ticking) {
          if (session.hinted) wake(session)
          session.hinted = false
        }
      }
    },
    backlog: () => backlog.latest(),
    async unserved() {
      if (store.server.closed) throw closed()
      return await unservedPlans(store)
    },
    async close({ session: id }) {
      if (store.server.closed) throw closed()
      const session = store.sessions.get(id)
      if (session !== undefined) await close(session)
    },
  }
  return {
    sessions,
    closeAll: async () => void (await Promise.all([...store.sessions.values()].map(close))),
  }
}

/** Lets go of everything, in every partition. */
async function leave(store: Store, session: Session): Promise<void> {
  const { server, keys } = store
  const joined = session.views.flatMap(({ joined }, partition) => (joined ? [partition] : []))
  await Promise.all(
    joined.map(async (partition) => {
      while ((await server.run<number>("close", [keys.root(partition)], [session.id])) === 1) continue
      hint(store, partition)
    }),
  )
}

function nothing(): void {}
