import { deepEqual, equal } from "node:assert/strict"

import type { DeadLetter } from "../../../ports/index.ts"
import type { Clause } from "../clause.ts"
import { refuses } from "../refuses.ts"
import { ids, type Stage } from "../stage.ts"

const letterOf = (id: string, body = `body of ${id}`): DeadLetter => ({ id, execution: "e", at: 3000, body })

/** {@link DeadLetters} */
export const deadLetterClauses: readonly Clause[] = [
  {
    name: "a dead letter is written with its commit, and found by its id",
    async check(stage) {
      await written(stage, "l")
      deepEqual(await stage.backend.deadLetters.get({ id: "l" }), letterOf("l"))
      equal(await stage.backend.deadLetters.get({ id: "L" }), undefined)
    },
  },
  {
    name: "dead letters are listed newest first, page by page",
    async check(stage) {
      await written(stage, "b", "a", "d", "c")
      const { deadLetters } = stage.backend
      deepEqual(await deadLetters.list({ limit: 4 }), { letters: ["c", "d", "a", "b"].map((id) => letterOf(id)) })
      const first = await deadLetters.list({ limit: 2 })
      deepEqual(ids(first.letters), ["c", "d"])
      const second = await deadLetters.list({ limit: 2, cursor: first.cursor ?? "" })
      deepEqual([ids(second.letters), second.cursor], [["a", "b"], undefined])
      await refuses("CURSOR_INVALID", () => deadLetters.list({ limit: 2, cursor: "nonsense" }))
    },
  },
  {
    name: "a listing goes on behind a letter that was removed meanwhile",
    async check(stage) {
      await written(stage, "a", "b", "c")
      const { deadLetters } = stage.backend
      const first = await deadLetters.list({ limit: 2 })
      await deadLetters.remove({ id: "b" })
      deepEqual(ids((await deadLetters.list({ limit: 2, cursor: first.cursor ?? "" })).letters), ["a"])
    },
  },
  {
    name: "a dead letter whose id exists is left as it is",
    async check(stage) {
      const worker = await written(stage, "l", "m")
      await worker.commit({ execution: "e", expected: 2, facts: ["0"], deadLetters: [letterOf("l", "another body")] })
      deepEqual(await stage.backend.deadLetters.get({ id: "l" }), letterOf("l"))
      deepEqual(ids((await stage.backend.deadLetters.list({ limit: 9 })).letters), ["m", "l"])
    },
  },
  {
    name: "a removed dead letter is gone, and removing it again says so",
    async check(stage) {
      await written(stage, "l", "m")
      deepEqual(await stage.backend.deadLetters.remove({ id: "l" }), { removed: true })
      deepEqual(await stage.backend.deadLetters.remove({ id: "l" }), { removed: false })
      equal(await stage.backend.deadLetters.get({ id: "l" }), undefined)
      deepEqual(ids((await stage.backend.deadLetters.list({ limit: 9 })).letters), ["m"])
    },
  },
]

/** Writes letters, each with a commit of one fact. */
async function written(stage: Stage, ...letters: readonly string[]): ReturnType<Stage["running"]> {
  const worker = await stage.running("e")
  for (const [index, id] of letters.entries()) {
    await worker.commit({ execution: "e", expected: index, facts: [id], deadLetters: [letterOf(id)] })
  }
  return worker
}
