import { AdapterError } from "../../errors.ts"
import type { Commit, NewExecution, Reserved } from "../../ports/index.ts"
import { changedReserved, changedTick, type Saboteur, saboteur, stateless, without } from "./saboteur.ts"

/** Faults in keeping texts, in finding things again and in closing. */
export const storageSaboteurs: readonly Saboteur[] = [
  spoiling("takes an empty text for none", (text) => (text === "" ? " " : text)),
  spoiling("has one kind of line break", (text) => text.replaceAll("\r\n", "\n")),
  spoiling("composes characters", (text) => text.normalize("NFC")),
  spoiling("ends a text at NUL", (text) => text.split("\0")[0] ?? ""),
  spoiling("has no lone surrogates", (text) => text.toWellFormed()),
  spoiling("takes a text for a number", (text) => (/^[\d.]+$/.test(text) ? String(Number(text)) : text)),
  stateless("keeps unwritten texts as objects", (real) => ({
    sessions: {
      tick: (params) =>
        real.sessions.tick({
          ...params,
          commits: params.commits.map((commit) => ({
            ...commit,
            facts: commit.facts.map((fact) => (typeof fact === "string" ? fact : JSON.stringify(fact))),
          })),
        }),
    },
  })),
  spoiling("keeps 64 KiB of a text", (text) => text.slice(0, 65_536)),
  reopening("loses plans", (real) => ({ plans: { list: async () => (await real.plans.list()).slice(1) } })),
  reopening("loses executions", () => ({
    executions: { get: async () => undefined, list: async () => ({ executions: [] }) },
  })),
  reopening("has no lone surrogates", (real) => ({
    executions: {
      async get({ id }) {
        const record = await real.executions.get({ id })
        return record && { ...record, input: record.input.toWellFormed() }
      },
    },
  })),
  reopening("loses the newest fact of a journal", (real) => ({
    executions: { journal: async (params) => (await real.executions.journal(params))?.slice(0, -1) },
  })),
  reopening("keeps what a session owned for that session", (real) => changedReserved(real, hide)),
  reopening("keeps sessions", (real) => ({
    sessions: {
      async tick(params) {
        const result = await real.sessions.tick(params)
        return result.lost ? { lost: false, refused: [], reserved: [], messages: [], more: false } : result
      },
    },
  })),
  reopening("hands out twice what was not handed out yet", (real) => {
    let handed: readonly Reserved[] = []
    return changedTick(real, {
      after(result) {
        const again = handed
        handed = result.reserved
        return { ...result, reserved: [...result.reserved, ...again] }
      },
    })
  }),
  reopening("wakes all that sleeps", (real) =>
    changedTick(real, { before: (params) => ({ ...params, now: params.now + 10_000 }) }),
  ),
  reopening("loses messages", (real) => changedReserved(real, (each) => ({ ...each, messages: [] }))),
  reopening("loses checkpoints", (real) => changedReserved(real, (each) => without(each, "checkpoint"))),
  reopening("forgets deliveries", (real) => changedReserved(real, (each) => ({ ...each, deliveries: 1 }))),
  saboteur("lets what slept once sleep on after reopening", () => {
    const slept = new Set<string>()
    return (real, reopened) => ({
      sessions: {
        async tick(params) {
          for (const { execution, sleep } of params.commits) if (sleep !== undefined) slept.add(execution)
          const result = await real.sessions.tick(params)
          if (result.lost || !reopened) return result
          return { ...result, reserved: result.reserved.filter(({ id }) => !slept.has(id)) }
        },
      },
    })
  }),
  saboteur("hands out what has ended after reopening", () => {
    const ended = new Set<string>()
    return (real, reopened) => ({
      sessions: {
        async tick(params) {
          for (const { execution, status } of params.commits) if (status !== undefined) ended.add(execution)
          const result = await real.sessions.tick(params)
          if (result.lost || !reopened) return result
          const again: Reserved[] = []
          for (const id of ended) {
            const record = await real.executions.get({ id })
            if (record !== undefined) again.push({ ...record, facts: [], length: 0, messages: [], deliveries: 1 })
          }
          return { ...result, reserved: [...result.reserved, ...again] }
        },
      },
    })
  }),
  reopening("loses tokens", () => ({ inbox: { answer: async () => "unknown" } })),
  reopening("loses dead letters", () => ({ deadLetters: { list: async () => ({ letters: [] }) } })),
  saboteur("brings back what was pruned after reopening", () => {
    const started = new Map<string, NewExecution>()
    return (real, reopened) => ({
      executions: {
        start(execution) {
          started.set(execution.id, execution)
          return real.executions.start(execution)
        },
        async get({ id }) {
          const record = await real.executions.get({ id })
          const before = started.get(id)
          return (
            record ??
            (reopened && before !== undefined
              ? { ...before, header: String(before.header), input: String(before.input), status: "RUNNING" }
              : undefined)
          )
        },
      },
    })
  }),
  saboteur("rejects being closed again", () => {
    let closed = false
    return (real) => ({
      async close() {
        if (closed) throw new Error("closed already")
        closed = true
        await real.close()
      },
    })
  }),
  stateless("answers when it is closed", (real) => ({
    executions: {
      list: (params) =>
        real.executions.list(params).catch((error: unknown) => {
          if (AdapterError.is(error) && error.code === "BACKEND_CLOSED") return { executions: [] }
          throw error
        }),
    },
  })),
]

function hide(reserved: Reserved): Reserved | undefined {
  return reserved.length > 0 ? undefined : reserved
}

function reopening(name: string, override: Parameters<typeof stateless>[1]): Saboteur {
  return saboteur(`${name} when it is opened again`, () => (real, reopened) => (reopened ? override(real) : {}))
}

/** Changes every text on its way in. */
function spoiling(name: string, spoil: (text: string) => string): Saboteur {
  const spoilCommit = (commit: Commit): Commit => ({
    ...commit,
    facts: commit.facts.map((fact) => spoil(String(fact))),
  })
  return stateless(name, (real) => ({
    executions: {
      start: (execution) => real.executions.start({ ...execution, input: spoil(String(execution.input)) }),
    },
    sessions: { tick: (params) => real.sessions.tick({ ...params, commits: params.commits.map(spoilCommit) }) },
  }))
}
