import type { Backend, DeadLetter, ExecutionRecord, Reserved } from "../../ports/index.ts"
import { openLetter } from "../contract/clauses/dead-letters.ts"
import { changedCommits, committing, type Saboteur, saboteur, stateless, ticking, without } from "./saboteur.ts"

const never = 8_640_000_000_000_000

const lengthOf = async (real: Backend, id: string): Promise<number> =>
  (await real.executions.journal({ id }))?.length ?? 0

/** Faults in taking commits. */
export const commitSaboteurs: readonly Saboteur[] = [
  stateless("accepts stale commits", (real) => ({
    sessions: {
      async tick(params) {
        const commits = []
        for (const commit of params.commits) {
          commits.push({ ...commit, expected: await lengthOf(real, commit.execution) })
        }
        return real.sessions.tick({ ...params, commits })
      },
    },
  })),
  stateless("accepts commits that lag behind", (real) => ({
    sessions: {
      async tick(params) {
        const commits = []
        for (const commit of params.commits) {
          const length = await lengthOf(real, commit.execution)
          commits.push({ ...commit, expected: Math.max(length, commit.expected) })
        }
        return real.sessions.tick({ ...params, commits })
      },
    },
  })),
  saboteur("accepts a commit from a session that does not own the execution", () => {
    const owners = new Map<string, string>()
    return (real) => ({
      sessions: {
        async tick(params) {
          for (const commit of params.commits) {
            const session = owners.get(commit.execution) ?? params.session
            if (session === params.session) continue
            await real.sessions.tick({ session, now: params.now, commits: [commit], want: 0 })
          }
          const result = await real.sessions.tick(params)
          if (!result.lost) for (const { id } of result.reserved) owners.set(id, params.session)
          return result
        },
      },
    })
  }),
  saboteur("writes the dead letters of a refused commit", () => {
    const letters = new Map<string, DeadLetter>()
    return (real) => ({
      sessions: {
        tick(params) {
          for (const { deadLetters = [] } of params.commits)
            for (const letter of deadLetters) letters.set(letter.id, openLetter(letter))
          return real.sessions.tick(params)
        },
      },
      deadLetters: { get: async ({ id }) => (await real.deadLetters.get({ id })) ?? letters.get(id) },
    })
  }),
  stateless("refuses all commits of a tick if it refuses one", (real) => ({
    sessions: {
      async tick(params) {
        for (const { execution, expected } of params.commits) {
          if ((await lengthOf(real, execution)) === expected) continue
          const result = await real.sessions.tick({ ...params, commits: [] })
          return result.lost ? result : { ...result, refused: params.commits.map((commit) => commit.execution) }
        }
        return real.sessions.tick(params)
      },
    },
  })),
  ticking("says nothing of refused commits", { after: (result) => ({ ...result, refused: [] }) }),
  saboteur("loses executions whose commit it refused", () => {
    const refused = new Set<string>()
    return (real) => ({
      sessions: {
        async tick(params) {
          const result = await real.sessions.tick(params)
          if (result.lost) return result
          for (const id of result.refused) refused.add(id)
          return { ...result, reserved: result.reserved.filter(({ id }) => !refused.has(id)) }
        },
      },
    })
  }),
  committing("appends facts in the wrong order", (commit) => ({ ...commit, facts: commit.facts.toReversed() })),
  committing("loses a commit without facts", (commit) => (commit.facts.length === 0 ? undefined : commit)),
  ticking("loses the last commit of a tick", {
    before: (params) => ({ ...params, commits: params.commits.slice(0, Math.max(1, params.commits.length - 1)) }),
  }),
  saboteur("keeps the first checkpoint", () => {
    const kept = new Set<string>()
    return (real) =>
      changedCommits(real, (commit) => {
        if (commit.checkpoint === undefined) return commit
        if (kept.has(commit.execution)) return without(commit, "checkpoint")
        kept.add(commit.execution)
        return commit
      })
  }),
  committing("loses why an execution failed", ({ status, ...commit }) =>
    status === undefined ? commit : { ...commit, status: without(status, "error", "cause") },
  ),
  stateless("loses an output", (real) => ({
    executions: {
      async get({ id }) {
        const record = await real.executions.get({ id })
        return record && without(record, "output")
      },
    },
  })),
  saboteur("hands out what has ended", () => {
    const ended: string[] = []
    return (real) => ({
      sessions: {
        async tick(params) {
          const result = await real.sessions.tick(params)
          if (result.lost) return result
          const again: Reserved[] = []
          for (const id of params.want === 0 ? [] : ended.splice(0)) {
            const record = await real.executions.get({ id })
            if (record?.stoppedAt !== undefined)
              again.push({ ...record, facts: [], length: 0, messages: [], deliveries: 1 })
          }
          for (const { execution, status } of params.commits) if (status !== undefined) ended.push(execution)
          return { ...result, reserved: [...result.reserved, ...again] }
        },
      },
    })
  }),
  committing("never takes back an end", (commit) =>
    commit.status?.status === "RUNNING" ? without(commit, "status") : commit,
  ),
  saboteur("remembers how an execution failed once that it runs again", () => {
    const failures = new Map<string, Pick<ExecutionRecord, "error" | "stoppedAt">>()
    return (real) => ({
      executions: {
        async get({ id }) {
          const record = await real.executions.get({ id })
          return record && { ...failures.get(id), ...record }
        },
      },
      sessions: {
        tick(params) {
          for (const { execution, status } of params.commits) {
            if (status?.error !== undefined) failures.set(execution, { error: status.error, stoppedAt: status.at })
          }
          return real.sessions.tick(params)
        },
      },
    })
  }),
  ticking("wakes sleepers early", { before: (params) => ({ ...params, now: params.now + 2000 }) }),
  committing("never wakes a sleeper by time", (commit) =>
    commit.sleep === undefined ? commit : { ...commit, sleep: { due: never } },
  ),
  committing("wakes a sleeper without a time", (commit) =>
    commit.sleep === undefined ? commit : { ...commit, sleep: { due: commit.sleep.due ?? 6000 } },
  ),
  ticking("keeps an execution that is to sleep", {
    before: (params) => ({ ...params, commits: params.commits.map((commit) => without(commit, "sleep")) }),
  }),
  ticking("never tells when a sleeper is due", { after: (result) => without(result, "nextDue") }),
  saboteur("tells when a sleeper of other plans is due", () => {
    const due = new Set<number>()
    return (real) => ({
      sessions: {
        async tick(params) {
          const result = await real.sessions.tick(params)
          if (!result.lost && result.nextDue !== undefined) due.add(result.nextDue)
          const next = Math.min(...[...due].filter((at) => at > params.now))
          return result.lost || next === Infinity ? result : { ...result, nextDue: next }
        },
      },
    })
  }),
  saboteur("does not take back the timer of a sleeper that a message woke", () => {
    const timers = new Map<string, number>()
    return (real) => ({
      sessions: {
        async tick(params) {
          for (const { execution, sleep } of params.commits) {
            if (sleep?.due !== undefined) timers.set(execution, sleep.due)
          }
          const result = await real.sessions.tick(params)
          if (result.lost) return result
          const reserved = [...result.reserved]
          for (const [id, due] of timers) {
            if (due > params.now || params.want === 0) continue
            timers.delete(id)
            const record = reserved.some((each) => each.id === id) ? undefined : await real.executions.get({ id })
            if (record !== undefined) reserved.push({ ...record, facts: [], length: 0, messages: [], deliveries: 1 })
          }
          return { ...result, reserved }
        },
      },
    })
  }),
  stateless("reserves before it commits", (real) => ({
    sessions: {
      async tick(params) {
        const { reserved } = { reserved: [], ...(await real.sessions.tick({ ...params, commits: [] })) }
        const result = await real.sessions.tick({ ...params, want: 0 })
        return result.lost ? result : { ...result, reserved }
      },
    },
  })),
]
