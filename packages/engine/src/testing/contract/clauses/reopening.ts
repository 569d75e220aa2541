import { deepEqual, equal } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { bodies, execution, ids, letterId, planOf, tokenOf } from "../stage.ts"
import { openLetter } from "./dead-letters.ts"

/** What a durable backend finds again. */
export const reopeningClauses: readonly Clause[] = [
  {
    name: "plans are found again, and a start by one is accepted",
    needs: "durable",
    async check(stage) {
      await stage.reopen()
      deepEqual(
        (await stage.backend.plans.list()).map(({ text }) => text),
        ["plan a", "plan b"],
      )
      await stage.startAll("e")
    },
  },
  {
    name: "executions are found again as they stood, with their journals and outcomes",
    needs: "durable",
    async check(stage) {
      await stage.ended("ended", 5000)
      const worker = await stage.running("running")
      await worker.commit({ execution: "running", expected: 0, facts: ["0", "1"] })
      await stage.reopen()
      const { executions } = stage.backend
      const ended = { ...execution("ended"), status: "SUCCEEDED", stoppedAt: 5000 }
      deepEqual(await executions.get({ id: "ended" }), ended)
      deepEqual(await executions.journal({ id: "ended" }), ["end"])
      deepEqual(await executions.journal({ id: "running" }), ["0", "1"])
      deepEqual(ids((await executions.list({ limit: 9 })).executions), ["running", "ended"])
      equal((await stage.start("ended")).outcome, "exists")
      await stage.startAll("new")
      deepEqual(ids((await executions.list({ limit: 9 })).executions), ["new", "running", "ended"])
    },
  },
  {
    name: "executions of a map run are found again, in its listing and ready",
    needs: "durable",
    async check(stage) {
      await stage.startAll("a")
      await stage.start("b", { mapRun: "run" })
      await stage.reopen()
      const { executions } = stage.backend
      deepEqual(await executions.get({ id: "b" }), { ...execution("b"), mapRun: "run", status: "RUNNING" })
      deepEqual(ids((await executions.list({ limit: 9 })).executions), ["a"])
      deepEqual(ids((await executions.list({ limit: 9, mapRun: "run" })).executions), ["b"])
      const worker = await stage.open()
      deepEqual(ids(await worker.reserve()).toSorted(), ["a", "b"])
    },
  },
  {
    name: "what a session owned is ready again, with its checkpoint and messages, and the session is lost",
    needs: "durable",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: ["0"], checkpoint: "at 1" })
      await worker.commit({ execution: "e", expected: 1, facts: ["1"] })
      await stage.send("e", "word")
      const { session } = worker
      await stage.reopen()
      const other = await stage.open()
      deepEqual(await stage.backend.sessions.tick({ session, now: 1, commits: [], want: 9 }), { lost: true })
      const { messages, checkpoint, facts, length } = await other.reserveOne()
      deepEqual({ checkpoint, facts, length }, { checkpoint: { length: 1, state: "at 1" }, facts: ["1"], length: 2 })
      deepEqual(bodies(messages), ["word"])
      await other.commit({ execution: "e", expected: 2, facts: ["2"] })
    },
  },
  {
    name: "what was not handed out yet is handed out once",
    needs: "durable",
    async check(stage) {
      await stage.startAll("a", "b")
      await stage.start("c", { plan: planOf("b"), machine: "machine-b" })
      await stage.reopen()
      const worker = await stage.open([planOf("a"), planOf("b")])
      deepEqual(ids(await worker.reserve()).toSorted(), ["a", "b", "c"])
      deepEqual(await worker.reserve(), [])
    },
  },
  {
    name: "what sleeps sleeps on until it is due, or a message comes",
    needs: "durable",
    async check(stage) {
      await stage.startAll("timed", "untimed")
      const before = await stage.open()
      await before.reserve()
      await before.commit(
        { execution: "timed", expected: 0, facts: [], sleep: { due: 5000 } },
        { execution: "untimed", expected: 0, facts: [], sleep: {} },
      )
      await stage.reopen()
      const worker = await stage.open()
      const result = await worker.ticked({ want: 9, now: 4999 })
      deepEqual([ids(result.reserved), result.nextDue], [[], 5000])
      deepEqual(ids(await worker.reserve(9, 5000)), ["timed"])
      await stage.send("untimed", "word")
      deepEqual(ids(await worker.reserve()), ["untimed"])
    },
  },
  {
    name: "what had a message not dealt with is ready again",
    needs: "durable",
    async check(stage) {
      const before = await stage.running("asleep")
      await before.commit({ execution: "asleep", expected: 0, facts: [], sleep: { due: 9000 } })
      await stage.ended("ended", 5000)
      await stage.send("asleep", "word")
      await stage.backend.inbox.send({ execution: "ended", body: "redrive", when: ["SUCCEEDED"] })
      await stage.reopen()
      const worker = await stage.open()
      const { reserved, nextDue } = await worker.ticked({ want: 9 })
      const pairs = reserved.map(({ id, messages }) => `${id}: ${bodies(messages).join()}`)
      deepEqual(pairs.toSorted(), ["asleep: word", "ended: redrive"])
      equal(nextDue, undefined, "it sleeps no more")
      deepEqual(await worker.reserve(9, 9000), [])
    },
  },
  {
    name: "what was woken and went on is ready again, though it was to sleep longer",
    needs: "durable",
    async check(stage) {
      const before = await stage.running("e")
      await before.commit({ execution: "e", expected: 0, facts: [], sleep: { due: 9000 } })
      await stage.send("e", "word")
      const { messages } = await before.reserveOne()
      await before.commit({ execution: "e", expected: 0, facts: ["0"], consumed: messages.map(({ id }) => id) })
      await stage.reopen()
      deepEqual((await (await stage.open()).reserveOne()).facts, ["0"])
    },
  },
  {
    name: "what ended or is parked is not handed out again",
    needs: "durable",
    async check(stage) {
      await stage.ended("ended", 5000)
      const before = await stage.running("parked")
      await before.commit({ execution: "parked", expected: 0, facts: [], status: { status: "PARKED", at: 5000 } })
      await stage.reopen()
      deepEqual(await (await stage.open()).reserve(9, 1e12), [])
    },
  },
  {
    name: "tokens are found again, open ones and closed ones",
    needs: "durable",
    async check(stage) {
      const before = await stage.running("e")
      await before.commit({
        execution: "e",
        expected: 0,
        facts: [],
        opened: ["open", "closed", "answered"].map((name) => tokenOf("e", name)),
      })
      await before.commit({ execution: "e", expected: 0, facts: [], closed: [tokenOf("e", "closed")] })
      await stage.backend.inbox.answer({ token: tokenOf("e", "answered"), body: "answer", final: true })
      await stage.reopen()
      const { inbox } = stage.backend
      equal(await inbox.answer({ token: tokenOf("e", "closed"), body: "", final: true }), "closed")
      equal(await inbox.answer({ token: tokenOf("e", "answered"), body: "", final: true }), "closed")
      equal(await inbox.answer({ token: tokenOf("e", "open"), body: "late", final: true }), "accepted")
      deepEqual(bodies((await (await stage.open()).reserveOne()).messages), ["answer", "late"])
    },
  },
  {
    name: "dead letters are found again, in order",
    needs: "durable",
    async check(stage) {
      const before = await stage.running("e")
      const letters = ["a", "b"].map((name) => ({ id: letterId("e", name), execution: "e", at: 3000, body: name }))
      await before.commit({ execution: "e", expected: 0, facts: [], deadLetters: letters })
      await stage.reopen()
      deepEqual((await stage.backend.deadLetters.list({ limit: 9 })).letters, letters.toReversed().map(openLetter))
      await stage.backend.deadLetters.change({
        id: letterId("e", "a"),
        change: { status: "OPEN", at: 4000, note: "E" },
      })
      await stage.reopen()
      const { retries, note } = (await stage.backend.deadLetters.get({ id: letterId("e", "a") })) ?? {}
      deepEqual([retries, note], [1, "E"])
    },
  },
  {
    name: "what was pruned stays away",
    needs: "durable",
    async check(stage) {
      const before = await stage.running("e")
      const letter = { id: letterId("e", "l"), execution: "e", at: 3000, body: "l" }
      const status = { status: "FAILED", at: 5000 } as const
      const rest = { deadLetters: [letter], opened: [tokenOf("e", "t")], checkpoint: "at 1", status }
      await before.commit({ execution: "e", expected: 0, facts: ["0"], ...rest })
      await stage.backend.deadLetters.change({ id: letter.id, change: { status: "RETRIED", at: 1 } })
      await stage.backend.executions.prune({ closedBefore: 9000, limit: 9 })
      await stage.reopen()
      equal(await stage.backend.executions.get({ id: "e" }), undefined)
      equal(await stage.backend.deadLetters.get({ id: letter.id }), undefined)
      deepEqual(await (await stage.open()).reserve(), [])
      await stage.startAll("f")
      const { facts, checkpoint } = await (await stage.open()).reserveOne()
      deepEqual([facts, checkpoint], [[], undefined], "nothing of it comes back with another")
      deepEqual(await stage.backend.executions.journal({ id: "f" }), [])
      equal(await stage.backend.inbox.answer({ token: tokenOf("e", "t"), body: "x", final: true }), "unknown")
    },
  },
]
