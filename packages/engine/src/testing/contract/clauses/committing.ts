import { deepEqual, equal } from "node:assert/strict"

import type { Commit } from "../../../ports/index.ts"
import type { Clause } from "../clause.ts"
import { execution, ids, letterId, type Stage, tokenOf } from "../stage.ts"
import { openLetter } from "./dead-letters.ts"

const letter = { id: letterId("e", "l"), execution: "e", at: 3000, body: "body" }

/** {@link Commit}: what is taken and what is refused. */
export const committingClauses: readonly Clause[] = [
  {
    name: "a commit appends its facts in order",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: ["0", "1"] })
      await worker.commit({ execution: "e", expected: 2, facts: ["2"] })
      deepEqual(await stage.backend.executions.journal({ id: "e" }), ["0", "1", "2"])
    },
  },
  {
    name: "a commit may have no facts",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: [] })
      await worker.commit({ execution: "e", expected: 0, facts: ["0"] })
      await worker.commit({ execution: "e", expected: 1, facts: [], deadLetters: [letter] })
      deepEqual(await stage.backend.executions.journal({ id: "e" }), ["0"])
      deepEqual(await stage.backend.deadLetters.get({ id: letter.id }), openLetter(letter))
    },
  },
  {
    name: "empty lists in a commit are as good as none",
    async check(stage) {
      const worker = await stage.running("e")
      const lists = { consumed: [], opened: [], closed: [], answers: [], messages: [], deadLetters: [] }
      const unanswerable = { token: "", answer: "for nobody" }
      await worker.commit({ execution: "e", expected: 0, facts: ["0", "1"], ...lists })
      await worker.commit({ execution: "e", expected: 2, facts: ["2"], ...lists, answers: [unanswerable] })
      deepEqual(await stage.backend.executions.journal({ id: "e" }), ["0", "1", "2"])
    },
  },
  ...([0, 2] as const).map((expected): Clause => ({
    name: `a commit that follows on ${expected === 0 ? "a shorter" : "a longer"} journal is refused and changes nothing`,
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({
        execution: "e",
        expected: 0,
        facts: ["0"],
        opened: [tokenOf("e", "own")],
        checkpoint: "one",
      })
      await stage.send("e", "word")
      const { messages } = await worker.ticked()
      const consumed = messages.map(({ id }) => id)
      const result = await worker.ticked({ commits: [{ ...everything, consumed, expected }] })
      deepEqual(result.refused, ["e"])
      await unchanged(stage)
    },
  })),
  {
    name: "a commit of a session that does not own the execution is refused and changes nothing",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({
        execution: "e",
        expected: 0,
        facts: ["0"],
        opened: [tokenOf("e", "own")],
        checkpoint: "one",
      })
      await stage.send("e", "word")
      const other = await stage.open()
      const result = await other.ticked({
        commits: [
          { ...everything, expected: 1 },
          { ...everything, execution: "nobody" },
        ],
      })
      deepEqual(result.refused, ["e", "nobody"])
      await worker.commit({ execution: "e", expected: 1, facts: [] }) // its owner still owns it
      await worker.close()
      await unchanged(stage)
    },
  },
  {
    name: "a refused commit does not touch the others of its tick",
    async check(stage) {
      await stage.startAll("a", "b", "c")
      const worker = await stage.open()
      await worker.reserve()
      const commits = ["a", "b", "c"].map((id) => ({ execution: id, expected: id === "b" ? 1 : 0, facts: [id] }))
      deepEqual((await worker.ticked({ commits })).refused, ["b"])
      for (const [id, facts] of [
        ["a", ["a"]],
        ["b", []],
        ["c", ["c"]],
      ] as const) {
        deepEqual(await stage.backend.executions.journal({ id }), facts)
      }
    },
  },
  {
    name: "a session does not own an execution any more whose commit was refused",
    async check(stage) {
      const worker = await stage.running("e")
      deepEqual((await worker.ticked({ commits: [{ execution: "e", expected: 7, facts: [] }] })).refused, ["e"])
      deepEqual((await worker.ticked({ commits: [{ execution: "e", expected: 0, facts: ["0"] }] })).refused, ["e"])
      const other = await stage.open()
      deepEqual(ids(await other.reserve()), ["e"])
    },
  },
  {
    name: "a checkpoint replaces the one before, and only the facts after it are handed out",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: ["0", "1"], checkpoint: "at 2" })
      await worker.commit({ execution: "e", expected: 2, facts: ["2"], checkpoint: "at 3" })
      await worker.close()
      const first = await (await stage.open()).reserveOne()
      deepEqual([first.checkpoint, first.facts, first.length], [{ length: 3, state: "at 3" }, [], 3])
      deepEqual(await stage.backend.executions.journal({ id: "e" }), ["0", "1", "2"])
    },
  },
  {
    name: "facts after a checkpoint are handed out with it",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: ["0"], checkpoint: "at 1" })
      await worker.commit({ execution: "e", expected: 1, facts: ["1", "2"] })
      await worker.close()
      const { checkpoint, facts, length } = await (await stage.open()).reserveOne()
      deepEqual(
        { checkpoint, facts, length },
        { checkpoint: { length: 1, state: "at 1" }, facts: ["1", "2"], length: 3 },
      )
    },
  },
]

/** A commit with something in every field. */
const everything: Commit = {
  execution: "e",
  expected: 1,
  facts: ["refused"],
  opened: [tokenOf("e", "refused")],
  closed: [tokenOf("e", "own")],
  answers: [{ token: tokenOf("e", "own"), answer: "refused" }],
  deadLetters: [letter],
  checkpoint: "refused",
  status: { status: "FAILED", at: 9000, error: "refused" },
}

/** Nothing of {@link everything} is to be seen. */
async function unchanged(stage: Stage): Promise<void> {
  const { backend } = stage
  deepEqual(await backend.executions.get({ id: "e" }), { ...execution("e"), status: "RUNNING" })
  deepEqual(await backend.executions.journal({ id: "e" }), ["0"])
  equal(await backend.deadLetters.get({ id: letter.id }), undefined)
  equal(await backend.inbox.answer({ token: tokenOf("e", "refused"), body: "", final: true }), "unknown")
  const { messages, checkpoint } = await (await stage.open()).reserveOne()
  deepEqual(
    messages.map(({ body }) => body),
    ["word"],
  )
  deepEqual(checkpoint, { length: 1, state: "one" })
  equal(await backend.inbox.answer({ token: tokenOf("e", "own"), body: "", final: true }), "accepted")
}
