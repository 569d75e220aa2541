import type { Reserved } from "../../ports/index.ts"
import { changedReserved, reserving, type Saboteur, saboteur, stateless, ticking, without } from "./saboteur.ts"

/** Faults in handing executions out. */
export const sessionSaboteurs: readonly Saboteur[] = [
  saboteur("hands an execution to two sessions", () => {
    const handed = new Map<string, Reserved>()
    return (real) => ({
      sessions: {
        async tick(params) {
          const result = await real.sessions.tick(params)
          if (result.lost || params.want === 0) return result
          const again = [...handed.values()].filter(({ id }) => !result.reserved.some((each) => each.id === id))
          for (const each of result.reserved) handed.set(each.id, each)
          for (const each of again) handed.delete(each.id)
          return { ...result, reserved: [...result.reserved, ...again] }
        },
      },
    })
  }),
  saboteur("hands an execution to two sessions that ask at the same time", () => {
    let asking = 0
    let handed: readonly Reserved[] = []
    return (real) => ({
      sessions: {
        async tick(params) {
          asking++
          const result = await real.sessions.tick(params)
          const also = asking > 1 ? handed : []
          handed = result.lost ? [] : result.reserved
          asking--
          return result.lost ? result : { ...result, reserved: [...result.reserved, ...also] }
        },
      },
    })
  }),
  stateless("does not take up plans that a session is told of later", () => ({
    sessions: { serve: async () => {} },
  })),
  ticking("hands out more than is wanted", { before: (params) => ({ ...params, want: params.want + 1 }) }),
  ticking("never tells that there is more", { after: (result) => ({ ...result, more: false }) }),
  ticking("always tells that there is more", { after: (result) => ({ ...result, more: true }) }),
  stateless("hands a session executions that it cannot run", (real) => ({
    sessions: {
      async open(params) {
        return real.sessions.open({ ...params, plans: (await real.plans.list()).map(({ id }) => id) })
      },
    },
  })),
  stateless("serves a session's first plan only", (real) => ({
    sessions: { open: (params) => real.sessions.open({ ...params, plans: params.plans.slice(0, 1) }) },
  })),
  stateless("revives a lost session", (real) => ({
    sessions: {
      async tick(params) {
        const result = await real.sessions.tick(params)
        return result.lost ? { lost: false, refused: [], reserved: [], messages: [], more: false } : result
      },
    },
  })),
  stateless("never tells of work that nobody can run", () => ({ sessions: { unserved: async () => [] } })),
  stateless("tells of work that somebody can run as if nobody could", (real) => ({
    sessions: {
      async unserved() {
        return (await real.plans.list()).map(({ id }) => ({ plan: id, ready: 2 }))
      },
    },
  })),
  stateless("keeps what a closed session owned", () => ({ sessions: { close: async () => {} } })),
  saboteur("puts what a closed session owned behind everything else", () => {
    let late: string[] = []
    return (real) => ({
      sessions: {
        async close({ session }) {
          late.push(session)
        },
        async tick(params) {
          const result = await real.sessions.tick(late.includes(params.session) ? { ...params, session: "" } : params)
          const rest = result.lost || params.want <= result.reserved.length ? 0 : params.want - result.reserved.length
          for (const session of late) await real.sessions.close({ session })
          late = []
          if (result.lost || rest === 0) return result
          const more = await real.sessions.tick({ ...params, commits: [], want: rest })
          return more.lost
            ? more
            : { ...result, ...more, reserved: [...result.reserved, ...more.reserved], refused: result.refused }
        },
      },
    })
  }),
  stateless("rejects the closing of a session that is closed", (real) => ({
    sessions: {
      async close({ session }) {
        const { lost } = await real.sessions.tick({ session, now: 0, commits: [], want: 0 })
        if (lost) throw new Error("no such session")
        await real.sessions.close({ session })
      },
    },
  })),
  stateless("never wakes a session", (real) => ({
    sessions: { open: (params) => real.sessions.open({ ...params, onWake: () => {} }) },
  })),
  saboteur("loses what is started while a session has room to spare", () => {
    let spare = 0
    return (real) => ({
      sessions: {
        tick(params) {
          spare = params.spare ?? 0
          return real.sessions.tick(params)
        },
      },
      executions: {
        start: (execution) =>
          spare > 0 ? Promise.resolve({ outcome: "started" as const }) : real.executions.start(execution),
      },
    })
  }),
  saboteur("wakes sessions that were closed", () => {
    const wakes: (() => void)[] = []
    return (real) => ({
      sessions: {
        open(params) {
          wakes.push(params.onWake)
          return real.sessions.open(params)
        },
      },
      executions: {
        start(execution) {
          for (const wake of wakes) queueMicrotask(wake)
          return real.executions.start(execution)
        },
      },
    })
  }),
  saboteur("wakes sessions in the middle of a tick", () => {
    const wakes = new Map<string, () => void>()
    return (real) => ({
      sessions: {
        async open(params) {
          const opened = await real.sessions.open(params)
          wakes.set(opened.session, params.onWake)
          return opened
        },
        tick(params) {
          if (params.commits.length > 0) for (const wake of wakes.values()) wake()
          return real.sessions.tick(params)
        },
      },
    })
  }),
  reserving("hands out an execution without its messages", (reserved) => ({ ...reserved, messages: [] })),
  reserving("hands out a journal without its newest fact", (reserved) => ({
    ...reserved,
    facts: reserved.facts.slice(0, -1),
  })),
  reserving("hands out no checkpoint", (reserved) => without(reserved, "checkpoint")),
  reserving("loses the input of what it hands out", (reserved) => ({ ...reserved, input: "" })),
  reserving("forgets deliveries", (reserved) => ({ ...reserved, deliveries: 1 })),
  reserving("counts deliveries twice", (reserved) => ({ ...reserved, deliveries: reserved.deliveries * 2 + 1 })),
  saboteur("never counts deliveries anew", () => {
    const deliveries = new Map<string, number>()
    const count = (reserved: Reserved): Reserved => {
      const counted = (deliveries.get(reserved.id) ?? 0) + 1
      deliveries.set(reserved.id, counted)
      return { ...reserved, deliveries: counted }
    }
    return (real) => changedReserved(real, count)
  }),
  saboteur("counts deliveries anew only when a session lets go", () => {
    const deliveries = new Map<string, number>()
    return (real) => ({
      sessions: {
        async close(params) {
          deliveries.clear()
          await real.sessions.close(params)
        },
        async tick(params) {
          for (const { execution, sleep } of params.commits) if (sleep !== undefined) deliveries.delete(execution)
          const result = await real.sessions.tick(params)
          if (result.lost) return result
          const counted = result.reserved.map((each) => {
            deliveries.set(each.id, (deliveries.get(each.id) ?? 0) + 1)
            return { ...each, deliveries: deliveries.get(each.id) ?? 0 }
          })
          return { ...result, reserved: counted }
        },
      },
    })
  }),
]
