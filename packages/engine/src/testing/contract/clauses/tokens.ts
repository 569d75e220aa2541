import { deepEqual, equal } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { bodies, type Stage, tokenOf, type Worker } from "../stage.ts"

const answer = (stage: Stage, token: string, body = "answer", final = true): Promise<string> =>
  stage.backend.inbox.answer({ token: tokenOf("e", token), body, final })

/** {@link Inbox.answer}, and the tokens of commits. */
export const tokenClauses: readonly Clause[] = [
  {
    name: "an answer reaches the execution that waits for its token",
    async check(stage) {
      const worker = await waiting(stage)
      equal(await answer(stage, "t", "the answer"), "accepted")
      deepEqual(await worker.mail(), [{ execution: "e", body: "the answer" }])
    },
  },
  {
    name: "a token that nobody waits for is unknown",
    async check(stage) {
      const worker = await waiting(stage)
      equal(await answer(stage, "T"), "unknown")
      equal(await stage.backend.inbox.answer({ token: tokenOf("f", "t"), body: "x", final: true }), "unknown")
      equal(await stage.backend.inbox.answer({ token: "", body: "x", final: true }), "unknown")
      deepEqual((await worker.ticked()).messages, [])
    },
  },
  {
    name: "of two final answers one is accepted",
    async check(stage) {
      const worker = await waiting(stage)
      const results = await Promise.all([answer(stage, "t", "one"), answer(stage, "t", "two")])
      deepEqual(results.toSorted(), ["accepted", "closed"])
      equal(await answer(stage, "t", "three"), "closed")
      deepEqual(await worker.mail(), [{ execution: "e", body: results[0] === "accepted" ? "one" : "two" }])
      deepEqual((await worker.ticked()).messages, [])
    },
  },
  {
    name: "an answer that is not final leaves the token open",
    async check(stage) {
      const worker = await waiting(stage)
      equal(await answer(stage, "t", "beat", false), "accepted")
      equal(await answer(stage, "t", "beat", false), "accepted")
      equal(await answer(stage, "t", "end"), "accepted")
      equal(await answer(stage, "t", "beat", false), "closed")
      deepEqual(bodies((await worker.ticked()).messages), ["beat", "beat", "end"])
    },
  },
  {
    name: "a token that a commit closes is closed",
    async check(stage) {
      const worker = await waiting(stage)
      await worker.commit({ execution: "e", expected: 1, facts: [], closed: [tokenOf("e", "t")] })
      equal(await answer(stage, "t"), "closed")
      deepEqual((await worker.ticked()).messages, [])
    },
  },
  {
    name: "opening a token again changes nothing: an open one stays open, a closed one closed",
    async check(stage) {
      const worker = await waiting(stage)
      const again = { execution: "e", expected: 1, facts: [], opened: [tokenOf("e", "t")] }
      await worker.commit(again)
      equal(await answer(stage, "t"), "accepted")
      await worker.commit(again)
      equal(await answer(stage, "t"), "closed")
    },
  },
  {
    name: "an answer to an execution that has ended is closed",
    async check(stage) {
      const worker = await waiting(stage)
      await worker.commit({ execution: "e", expected: 1, facts: [], status: { status: "FAILED", at: 5000 } })
      equal(await answer(stage, "t"), "closed")
      deepEqual(await worker.reserve(), [])
    },
  },
  {
    name: "an answer wakes an execution that sleeps",
    async check(stage) {
      const worker = await waiting(stage)
      await worker.commit({ execution: "e", expected: 1, facts: [], sleep: {} })
      equal(await answer(stage, "t"), "accepted")
      deepEqual(bodies((await worker.reserveOne()).messages), ["answer"])
    },
  },
  {
    name: "a commit's answers reach other executions, with the end of the one that gives them",
    async check(stage) {
      const worker = await waiting(stage)
      await stage.startAll("child")
      await worker.reserveOne()
      const result = await worker.commit({
        execution: "child",
        expected: 0,
        facts: [],
        status: { status: "SUCCEEDED", at: 5000 },
        answers: [
          { token: tokenOf("e", "t"), answer: "from the child" },
          { token: tokenOf("nobody", "t"), answer: "lost on purpose" },
        ],
      })
      const arrived = result.messages.length > 0 ? bodies(result.messages) : bodies(await worker.mail())
      deepEqual(arrived, ["from the child"])
      equal(await answer(stage, "t"), "closed")
    },
  },
  {
    name: "a commit's messages reach what runs or is parked, and nothing else",
    async check(stage) {
      await stage.ended("ended", 5000)
      const worker = await stage.running("parked")
      await worker.commit({ execution: "parked", expected: 0, facts: [], status: { status: "PARKED", at: 1 } })
      await stage.startAll("e", "other")
      equal((await worker.reserve()).length, 2)
      const messages = ["other", "parked", "ended", "nobody"].map((to) => ({ execution: to, body: `for ${to}` }))
      const refused = await worker.ticked({ commits: [{ execution: "e", expected: 7, facts: [], messages }] })
      deepEqual([refused.refused, refused.messages], [["e"], []])
      equal((await worker.reserve()).length, 1, "what was refused is ready again, and nothing was sent")
      const result = await worker.commit({ execution: "e", expected: 0, facts: [], messages })
      const arrived = result.messages.length > 0 ? bodies(result.messages) : bodies(await worker.mail())
      deepEqual(arrived, ["for other"])
      const { id, messages: waiting } = await worker.reserveSoon()
      deepEqual([id, bodies(waiting)], ["parked", ["for parked"]])
      deepEqual(await worker.reserve(), [])
    },
  },
]

/** An execution with one fact that waits for its token "t". */
async function waiting(stage: Stage): Promise<Worker> {
  const worker = await stage.running("e")
  await worker.commit({ execution: "e", expected: 0, facts: ["0"], opened: [tokenOf("e", "t")] })
  return worker
}
