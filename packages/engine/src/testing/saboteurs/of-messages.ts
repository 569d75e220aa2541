import type { Delivery } from "../../ports/index.ts"
import {
  changedReserved,
  changedTick,
  committing,
  type Saboteur,
  saboteur,
  stateless,
  ticking,
  without,
} from "./saboteur.ts"

const stopped = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const

/** Faults in passing messages and answers on. */
export const messageSaboteurs: readonly Saboteur[] = [
  ticking("reorders messages", {
    after: (result) => ({
      ...result,
      messages: result.messages.toReversed(),
      reserved: result.reserved.map((each) => ({ ...each, messages: each.messages.toReversed() })),
    }),
  }),
  ticking("hands messages to the wrong execution", {
    after: (result) => ({
      ...result,
      messages: result.messages.map((each) => ({ ...each, execution: result.messages[0]?.execution ?? "" })),
    }),
  }),
  saboteur("hands messages over again and again", () => {
    const seen: Delivery[] = []
    return (real) =>
      changedTick(real, {
        after(result) {
          seen.push(...result.messages)
          return { ...result, messages: [...seen] }
        },
      })
  }),
  saboteur("hands a message over only once", () => {
    const seen = new Set<string>()
    return (real) =>
      changedTick(real, {
        after(result) {
          for (const { id } of result.messages) seen.add(id)
          const reserved = result.reserved.map((each) => ({
            ...each,
            messages: each.messages.filter(({ id }) => !seen.has(id)),
          }))
          return { ...result, reserved }
        },
      })
  }),
  saboteur("hands over with a reservation and once more", () => {
    return (real) =>
      changedTick(real, {
        after: (result) => ({
          ...result,
          messages: [
            ...result.messages,
            ...result.reserved.flatMap(({ id, messages }) => messages.map((each) => ({ ...each, execution: id }))),
          ],
        }),
      })
  }),
  committing("keeps messages that are dealt with", (commit) => without(commit, "consumed")),
  saboteur("removes every message when one is dealt with", () => {
    const known = new Map<string, Set<string>>()
    return (real) => ({
      sessions: {
        async tick(params) {
          const commits = params.commits.map((commit) =>
            (commit.consumed ?? []).length === 0
              ? commit
              : { ...commit, consumed: [...(known.get(commit.execution) ?? [])] },
          )
          const result = await real.sessions.tick({ ...params, commits })
          for (const { execution, id } of result.lost ? [] : result.messages) {
            known.set(execution, (known.get(execution) ?? new Set()).add(id))
          }
          return result
        },
      },
    })
  }),
  stateless("rejects an unknown message id", (real) => ({
    sessions: {
      async tick(params) {
        const ids = params.commits.flatMap(({ consumed = [] }) => consumed)
        if (ids.includes("nonsense")) throw new Error("no such message")
        return real.sessions.tick(params)
      },
    },
  })),
  saboteur("takes a message for one that it had before", () => {
    const sent = new Set<string>()
    return (real) => ({
      inbox: {
        async send(params) {
          if (sent.has(params.body)) return { outcome: "accepted" }
          sent.add(params.body)
          return real.inbox.send(params)
        },
      },
    })
  }),
  stateless("sends whatever the status", (real) => ({
    inbox: { send: (params) => real.inbox.send({ ...params, when: ["RUNNING", "PARKED", ...stopped] }) },
  })),
  stateless("accepts a message for nobody", (real) => ({
    inbox: {
      async send(params) {
        const result = await real.inbox.send(params)
        return result.outcome === "unknown" ? { outcome: "accepted" } : result
      },
    },
  })),
  sendingTo("loses messages for what has ended", (status) => status !== "RUNNING" && status !== "PARKED"),
  sendingTo("loses messages for what is parked", (status) => status === "PARKED"),
  saboteur("loses messages and answers for what sleeps", () => {
    const asleep = new Set<string>()
    const tokens = new Map<string, string>()
    return (real) => ({
      sessions: {
        async tick(params) {
          const result = await real.sessions.tick(params)
          if (!result.lost) for (const { id } of result.reserved) asleep.delete(id)
          for (const { execution, sleep, opened = [] } of params.commits) {
            if (sleep !== undefined) asleep.add(execution)
            for (const token of opened) tokens.set(token, execution)
          }
          return result
        },
      },
      inbox: {
        send: async (params) => (asleep.has(params.execution) ? { outcome: "accepted" } : real.inbox.send(params)),
        answer: async (params) => (asleep.has(tokens.get(params.token) ?? "") ? "accepted" : real.inbox.answer(params)),
      },
    })
  }),
  saboteur("drops the messages of what goes to sleep", () => {
    const known = new Map<string, string[]>()
    return (real) => ({
      sessions: {
        async tick(params) {
          const before = await real.sessions.tick({ ...params, commits: [], want: 0 })
          for (const { execution, id } of before.lost ? [] : before.messages) {
            known.set(execution, [...(known.get(execution) ?? []), id])
          }
          const commits = params.commits.map((commit) =>
            commit.sleep === undefined ? commit : { ...commit, consumed: known.get(commit.execution) ?? [] },
          )
          const result = await real.sessions.tick({ ...params, commits })
          return before.lost || result.lost ? result : { ...result, messages: [...before.messages, ...result.messages] }
        },
      },
    })
  }),
  saboteur("keeps the messages of what has ended", () => {
    const sent = new Map<string, { readonly id: string; readonly body: string }[]>()
    return (real) => ({
      ...changedReserved(real, (each) =>
        each.status === "FAILED" ? { ...each, messages: sent.get(each.id) ?? [] } : each,
      ),
      inbox: {
        async send(params) {
          const { execution, body } = params
          const kept = sent.get(execution) ?? []
          const result = await real.inbox.send(params)
          if (result.outcome === "accepted") sent.set(execution, [...kept, { id: `kept ${kept.length}`, body }])
          return result
        },
      },
    })
  }),
  saboteur("hands out what has ended with a message on its way", () => {
    const sent = new Set<string>()
    const roused: string[] = []
    return (real) => ({
      sessions: {
        async tick(params) {
          const result = await real.sessions.tick(params)
          for (const { execution, status } of params.commits) {
            if (status !== undefined && sent.delete(execution)) roused.push(execution)
          }
          if (result.lost || params.want === 0) return result
          const reserved = [...result.reserved]
          for (const id of roused.splice(0)) {
            const record = await real.executions.get({ id })
            if (record !== undefined) reserved.unshift({ ...record, facts: [], length: 0, messages: [], deliveries: 1 })
          }
          return { ...result, reserved }
        },
      },
      inbox: {
        send(params) {
          sent.add(params.execution)
          return real.inbox.send(params)
        },
      },
    })
  }),
  stateless("accepts two answers", (real) => ({
    inbox: { answer: (params) => real.inbox.answer({ ...params, final: false }) },
  })),
  stateless("takes every answer for the final one", (real) => ({
    inbox: { answer: (params) => real.inbox.answer({ ...params, final: true }) },
  })),
  stateless("does not tell tokens apart by their case", (real) => ({
    inbox: {
      answer: (params) =>
        real.inbox.answer({ ...params, token: params.token.slice(0, 14) + params.token.slice(14).toLowerCase() }),
    },
  })),
  stateless("spoils answers", (real) => ({
    inbox: { answer: (params) => real.inbox.answer({ ...params, body: `${params.body} ` }) },
  })),
  committing("never closes a token", (commit) => without(commit, "closed")),
  saboteur("opens a closed token again", () => {
    const opened = new Map<string, number>()
    return (real) => ({
      sessions: {
        tick(params) {
          const tokens = params.commits.flatMap(({ opened = [] }) => opened)
          for (const token of tokens) opened.set(token, (opened.get(token) ?? 0) + 1)
          return real.sessions.tick(params)
        },
      },
      inbox: {
        async answer(params) {
          const result = await real.inbox.answer(params)
          return result === "closed" && (opened.get(params.token) ?? 0) > 1 ? "accepted" : result
        },
      },
    })
  }),
  saboteur("accepts answers for what has ended", () => {
    const ended = new Set<string>()
    const tokens = new Map<string, string>()
    return (real) => ({
      sessions: {
        tick(params) {
          for (const { execution, status, opened = [] } of params.commits) {
            if (status !== undefined) ended.add(execution)
            for (const token of opened) tokens.set(token, execution)
          }
          return real.sessions.tick(params)
        },
      },
      inbox: {
        async answer(params) {
          const result = await real.inbox.answer(params)
          return result === "closed" && ended.has(tokens.get(params.token) ?? "") ? "accepted" : result
        },
      },
    })
  }),
  saboteur("closes the tokens of what is parked", () => {
    const parked = new Set<string>()
    return (real) => ({
      sessions: {
        tick(params) {
          for (const { status, opened = [] } of params.commits) {
            if (status?.status === "PARKED") for (const token of opened) parked.add(token)
          }
          return real.sessions.tick(params)
        },
      },
      inbox: { answer: async (params) => (parked.has(params.token) ? "closed" : real.inbox.answer(params)) },
    })
  }),
  committing("loses the answers of a commit", (commit) => without(commit, "answers")),
  committing("loses the messages of a commit", (commit) => without(commit, "messages")),
]

function sendingTo(name: string, loses: (status: string) => boolean): Saboteur {
  return stateless(name, (real) => ({
    inbox: {
      async send(params) {
        const record = await real.executions.get({ id: params.execution })
        if (record === undefined || !loses(record.status) || !params.when.includes(record.status))
          return real.inbox.send(params)
        return { outcome: "accepted" }
      },
    },
  }))
}
