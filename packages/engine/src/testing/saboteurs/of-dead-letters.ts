import type { Backend, DeadLetterChange } from "../../ports/index.ts"
import { committing, type Saboteur, saboteur, stateless, without } from "./saboteur.ts"

/** Faults in keeping, listing and settling dead letters. */
export const deadLetterSaboteurs: readonly Saboteur[] = [
  committing("loses dead letters", (commit) => without(commit, "deadLetters")),
  stateless("lists the oldest dead letter first", (real) => ({
    deadLetters: {
      async list(params) {
        const page = await real.deadLetters.list(params)
        return { ...page, letters: page.letters.toReversed() }
      },
    },
  })),
  stateless("lists dead letters of one time by their ids", (real) => ({
    deadLetters: {
      async list(params) {
        const page = await real.deadLetters.list(params)
        return { ...page, letters: page.letters.toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)) }
      },
    },
  })),
  stateless("lists dead letters of every execution", (real) => ({
    deadLetters: { list: (params) => real.deadLetters.list(without(params, "execution")) },
  })),
  stateless("lists dead letters of every status", (real) => ({
    deadLetters: { list: (params) => real.deadLetters.list(without(params, "status")) },
  })),
  saboteur("cannot go on behind a dead letter that was settled", () => {
    let settled = false
    return (real) => ({
      deadLetters: {
        async change(params) {
          settled = true
          return real.deadLetters.change(params)
        },
        async list(params) {
          return settled && params.cursor !== undefined ? { letters: [] } : real.deadLetters.list(params)
        },
      },
    })
  }),
  saboteur("overwrites a dead letter", () => {
    const bodies = new Map<string, string>()
    return (real) => ({
      sessions: {
        tick(params) {
          for (const { deadLetters = [] } of params.commits)
            for (const { id, body } of deadLetters) bodies.set(id, body)
          return real.sessions.tick(params)
        },
      },
      deadLetters: {
        async get({ id }) {
          const letter = await real.deadLetters.get({ id })
          return letter && { ...letter, body: bodies.get(id) ?? letter.body }
        },
      },
    })
  }),
  changingLetters("says of every dead letter that it changed it", async (real, params) => {
    await real.change(params)
    return { changed: true }
  }),
  changingLetters("loses what a dead letter's change notes", async (real, { id, change }) =>
    real.change({ id, change: without(change, "note") }),
  ),
  changingLetters("settles a dead letter that was only tried again", async (real, { id, change }) =>
    real.change({ id, change: { ...change, status: change.status === "OPEN" ? "RETRIED" : change.status } }),
  ),
  changingLetters("takes a dropped dead letter for a retried one", async (real, { id, change }) =>
    real.change({ id, change: { ...change, status: "RETRIED" } }),
  ),
  changingLetters("does not count the retries of a dead letter", async (real, params) =>
    (await real.get(params))?.retries === 0 || params.change.status !== "OPEN"
      ? real.change(params)
      : { changed: (await real.get(params))?.status === "OPEN" },
  ),
  saboteur("changes a dead letter that is settled", () => {
    const late = new Map<string, DeadLetterChange>()
    return (real) => ({
      deadLetters: {
        async change({ id, change }) {
          const result = await real.deadLetters.change({ id, change })
          if (!result.changed) late.set(id, change)
          return result
        },
        async get({ id }) {
          const letter = await real.deadLetters.get({ id })
          return letter && { ...letter, ...(late.has(id) ? { changedAt: late.get(id)?.at ?? 0, status: "OPEN" } : {}) }
        },
      },
    })
  }),
  committing("loses the details of a dead letter", (commit) => ({
    ...commit,
    ...(commit.deadLetters === undefined
      ? {}
      : { deadLetters: commit.deadLetters.map((letter) => without(letter, "details")) }),
  })),
]

type Letters = Backend["deadLetters"]

function changingLetters(
  name: string,
  change: (real: Letters, params: Parameters<Letters["change"]>[0]) => ReturnType<Letters["change"]>,
): Saboteur {
  return stateless(name, (real) => ({ deadLetters: { change: (params) => change(real.deadLetters, params) } }))
}
