import { deepEqual, equal } from "node:assert/strict"

import type { DeadLetter, DeadLetterChange, NewDeadLetter } from "../../../ports/index.ts"
import type { Clause } from "../clause.ts"
import { refuses } from "../refuses.ts"
import { ids, letterId, type Stage } from "../stage.ts"

const newLetter = (name: string, body = `body of ${name}`, execution = "e"): NewDeadLetter => ({
  id: letterId(execution, name),
  execution,
  at: 3000,
  body,
  details: `details of ${name}`,
})

/** A letter that nobody has touched. */
export const openLetter = (letter: NewDeadLetter): DeadLetter => ({ ...letter, status: "OPEN", retries: 0 })

const letterOf = (name: string): DeadLetter => openLetter(newLetter(name))

const idOf = (name: string): string => letterId("e", name)

/** What the letters were called. */
const names = (letters: readonly { readonly id: string }[]): readonly string[] =>
  ids(letters).map((id) => id.slice(id.indexOf("-") + 1))

/** {@link DeadLetters} */
export const deadLetterClauses: readonly Clause[] = [
  {
    name: "a dead letter is written with its commit, and found by its id",
    async check(stage) {
      const worker = await written(stage, "l")
      deepEqual(await stage.backend.deadLetters.get({ id: idOf("l") }), letterOf("l"))
      equal(await stage.backend.deadLetters.get({ id: idOf("L") }), undefined)
      const { details: _, ...bare } = newLetter("bare")
      await worker.commit({ execution: "e", expected: 1, facts: [], deadLetters: [bare] })
      deepEqual(await stage.backend.deadLetters.get({ id: idOf("bare") }), openLetter(bare))
    },
  },
  {
    name: "dead letters are listed newest first, page by page",
    async check(stage) {
      await written(stage, "b", "a", "d", "c")
      const { deadLetters } = stage.backend
      deepEqual(await deadLetters.list({ limit: 4 }), { letters: ["c", "d", "a", "b"].map((id) => letterOf(id)) })
      const first = await deadLetters.list({ limit: 2 })
      deepEqual(names(first.letters), ["c", "d"])
      const second = await deadLetters.list({ limit: 2, cursor: first.cursor ?? "" })
      deepEqual([names(second.letters), second.cursor], [["a", "b"], undefined])
      await refuses("CURSOR_INVALID", () => deadLetters.list({ limit: 2, cursor: "nonsense" }))
    },
  },
  {
    name: "dead letters of one tick are listed in the order of its commits",
    async check(stage) {
      const executions = Array.from({ length: 12 }, (_, index) => `e${index}`)
      await stage.startAll(...executions)
      const worker = await stage.open()
      await worker.reserve()
      const commits = executions.map((id) => {
        return { execution: id, expected: 0, facts: ["0"], deadLetters: [newLetter(`of ${id}`, "body", id)] }
      })
      await worker.ticked({ commits })
      const { letters } = await stage.backend.deadLetters.list({ limit: 20 })
      deepEqual(
        letters.map(({ execution }) => execution),
        executions.toReversed(),
      )
    },
  },
  {
    name: "dead letters are listed by execution and status, and a cursor goes with its filters",
    async check(stage) {
      const worker = await written(stage, "a", "b", "c", "d")
      await stage.startAll("f")
      await worker.reserveOne()
      await worker.commit({
        execution: "f",
        expected: 0,
        facts: ["0"],
        deadLetters: [newLetter("x", "body", "f")],
      })
      const { deadLetters } = stage.backend
      await deadLetters.change({ id: idOf("b"), change: { status: "DROPPED", at: 4000 } })
      await deadLetters.change({ id: idOf("d"), change: { status: "RETRIED", at: 4000 } })
      const listed = async (
        filter: Omit<Parameters<typeof deadLetters.list>[0], "limit">,
      ): Promise<readonly string[]> => names((await deadLetters.list({ limit: 9, ...filter })).letters)
      deepEqual(await listed({ execution: "f" }), ["x"])
      deepEqual(await listed({ execution: "e" }), ["d", "c", "b", "a"])
      deepEqual(await listed({ execution: "g" }), [])
      deepEqual(await listed({ status: "OPEN" }), ["x", "c", "a"])
      deepEqual(await listed({ status: "DROPPED" }), ["b"])
      deepEqual(await listed({ status: "RETRIED" }), ["d"])
      deepEqual(await listed({ execution: "e", status: "OPEN" }), ["c", "a"])
      const { letters, cursor = "" } = await deadLetters.list({ limit: 2, status: "OPEN" })
      deepEqual(names(letters), ["x", "c"])
      deepEqual(await listed({ status: "OPEN", cursor }), ["a"])
      await refuses("CURSOR_INVALID", () => deadLetters.list({ limit: 2, cursor }))
      await refuses("CURSOR_INVALID", () => deadLetters.list({ limit: 2, status: "OPEN", execution: "e", cursor }))
    },
  },
  {
    name: "a listing goes on behind a letter that was settled meanwhile",
    async check(stage) {
      await written(stage, "a", "b", "c")
      const { deadLetters } = stage.backend
      const first = await deadLetters.list({ limit: 2, status: "OPEN" })
      await deadLetters.change({ id: idOf("b"), change: { status: "DROPPED", at: 4000 } })
      deepEqual(names((await deadLetters.list({ limit: 2, status: "OPEN", cursor: first.cursor ?? "" })).letters), [
        "a",
      ])
    },
  },
  {
    name: "a dead letter whose id exists is left as it is",
    async check(stage) {
      const worker = await written(stage, "l", "m")
      await worker.commit({ execution: "e", expected: 2, facts: ["0"], deadLetters: [newLetter("l", "another body")] })
      deepEqual(await stage.backend.deadLetters.get({ id: idOf("l") }), letterOf("l"))
      deepEqual(names((await stage.backend.deadLetters.list({ limit: 9 })).letters), ["m", "l"])
    },
  },
  {
    name: "retries of a dead letter are counted, and the last one's error is noted",
    async check(stage) {
      await written(stage, "l", "m")
      await changes(stage, "l", { status: "OPEN", at: 4000, note: "first" })
      await changes(stage, "l", { status: "OPEN", at: 5000, note: "second" })
      const tried = { ...letterOf("l"), retries: 2, changedAt: 5000, note: "second" }
      deepEqual(await stage.backend.deadLetters.get({ id: idOf("l") }), tried)
      deepEqual((await stage.backend.deadLetters.list({ limit: 9 })).letters, [letterOf("m"), tried])
      await changes(stage, "l", { status: "RETRIED", at: 6000 })
      const done: DeadLetter = { ...letterOf("l"), status: "RETRIED", retries: 3, changedAt: 6000 }
      deepEqual(await stage.backend.deadLetters.get({ id: idOf("l") }), done)
    },
  },
  {
    name: "a dead letter is settled once, and never changed again",
    async check(stage) {
      const worker = await written(stage, "l")
      const { deadLetters } = stage.backend
      const settling: readonly DeadLetterChange[] = [
        { status: "DROPPED", at: 4000, note: "seen to by hand" },
        { status: "RETRIED", at: 4000 },
      ]
      const outcomes = await Promise.all(settling.map((change) => deadLetters.change({ id: idOf("l"), change })))
      equal(outcomes.filter(({ changed }) => changed).length, 1)
      const settled = await deadLetters.get({ id: idOf("l") })
      for (const change of [...settling, { status: "OPEN", at: 5000, note: "again" } as const])
        deepEqual(await deadLetters.change({ id: idOf("l"), change }), { changed: false })
      await worker.commit({ execution: "e", expected: 1, facts: ["0"], deadLetters: [newLetter("l", "another")] })
      deepEqual(await deadLetters.get({ id: idOf("l") }), settled)
      deepEqual(await deadLetters.change({ id: idOf("k"), change: { status: "DROPPED", at: 1 } }), { changed: false })
    },
  },
  {
    name: "dropping a dead letter keeps the reason, and counts no retry",
    async check(stage) {
      await written(stage, "l")
      await changes(stage, "l", { status: "DROPPED", at: 4000, note: "seen to by hand" })
      deepEqual(await stage.backend.deadLetters.get({ id: idOf("l") }), {
        ...letterOf("l"),
        status: "DROPPED",
        changedAt: 4000,
        note: "seen to by hand",
      })
    },
  },
]

async function changes(stage: Stage, name: string, change: DeadLetterChange): Promise<void> {
  deepEqual(await stage.backend.deadLetters.change({ id: idOf(name), change }), { changed: true })
}

/** Writes letters, each with a commit of one fact. */
async function written(stage: Stage, ...letters: readonly string[]): ReturnType<Stage["running"]> {
  const worker = await stage.running("e")
  for (const [index, id] of letters.entries()) {
    await worker.commit({ execution: "e", expected: index, facts: [id], deadLetters: [newLetter(id)] })
  }
  return worker
}
