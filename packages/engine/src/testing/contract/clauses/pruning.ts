import { deepEqual, equal } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { bodies, ids, letterId, tokenOf } from "../stage.ts"

/** {@link Executions.prune} */
export const pruningClauses: readonly Clause[] = [
  {
    name: "a pruned execution is forgotten with all that belongs to it, and its id may be used again",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({
        execution: "e",
        expected: 0,
        facts: ["old"],
        checkpoint: "old",
        opened: [tokenOf("e", "t")],
      })
      await worker.commit({
        execution: "e",
        expected: 1,
        facts: [],
        status: { status: "FAILED", at: 5000, error: "E" },
      })
      deepEqual(await stage.backend.executions.prune({ closedBefore: 5001, limit: 10 }), { removed: 1 })
      equal(await stage.backend.executions.get({ id: "e" }), undefined)
      equal(await stage.backend.executions.journal({ id: "e" }), undefined)
      deepEqual(await stage.backend.executions.list({ limit: 10 }), { executions: [] })
      equal(await stage.backend.inbox.answer({ token: tokenOf("e", "t"), body: "x", final: true }), "unknown")
      await stage.startAll("e")
      const again = await worker.reserveOne()
      deepEqual([again.facts, again.length, again.checkpoint, again.error], [[], 0, undefined, undefined])
    },
  },
  {
    name: "only executions that ended before the given time are pruned",
    async check(stage) {
      await stage.ended("early", 4999)
      await stage.ended("late", 5000)
      deepEqual(await stage.backend.executions.prune({ closedBefore: 5000, limit: 10 }), { removed: 1 })
      deepEqual(ids((await stage.backend.executions.list({ limit: 10 })).executions), ["late"])
    },
  },
  {
    name: "no more executions are pruned than the limit",
    async check(stage) {
      for (const id of ["a", "b", "c"]) await stage.ended(id, 5000)
      deepEqual(await stage.backend.executions.prune({ closedBefore: 6000, limit: 2 }), { removed: 2 })
      deepEqual(await stage.backend.executions.prune({ closedBefore: 6000, limit: 2 }), { removed: 1 })
      deepEqual(await stage.backend.executions.prune({ closedBefore: 6000, limit: 2 }), { removed: 0 })
    },
  },
  {
    name: "executions that run or are parked are never pruned",
    async check(stage) {
      const worker = await stage.running("parked")
      await worker.commit({ execution: "parked", expected: 0, facts: [], status: { status: "PARKED", at: 5000 } })
      await stage.startAll("running")
      deepEqual(await stage.backend.executions.prune({ closedBefore: 9_000_000, limit: 10 }), { removed: 0 })
      deepEqual(ids((await stage.backend.executions.list({ limit: 10 })).executions), ["running", "parked"])
    },
  },
  {
    name: "an ended execution is not pruned while a message waits for it, or a session owns it",
    async check(stage) {
      await stage.ended("e", 5000)
      await stage.backend.inbox.send({ execution: "e", body: "redrive", when: ["SUCCEEDED"] })
      deepEqual(await stage.backend.executions.prune({ closedBefore: 9000, limit: 10 }), { removed: 0 })
      const worker = await stage.open()
      const { messages } = await worker.reserveOne()
      deepEqual(bodies(messages), ["redrive"])
      deepEqual(await stage.backend.executions.prune({ closedBefore: 9000, limit: 10 }), { removed: 0 })
      await worker.commit({ execution: "e", expected: 1, facts: ["1"], consumed: messages.map(({ id }) => id) })
      deepEqual(await stage.backend.executions.prune({ closedBefore: 9000, limit: 10 }), { removed: 0 })
      await worker.commit({ execution: "e", expected: 2, facts: ["2"] })
    },
  },
  {
    name: "what may be pruned is told, no more than the limit, and stays until it is",
    async check(stage) {
      for (const [id, at] of [
        ["a", 4000],
        ["b", 4999],
        ["late", 5000],
      ] as const)
        await stage.ended(id, at)
      const worker = await stage.running("parked")
      await worker.commit({ execution: "parked", expected: 0, facts: [], status: { status: "PARKED", at: 4000 } })
      await stage.startAll("running")
      const { executions, inbox } = stage.backend
      deepEqual([...(await executions.prunable({ closedBefore: 5000, limit: 10 }))].toSorted(), ["a", "b"])
      equal((await executions.prunable({ closedBefore: 5000, limit: 1 })).length, 1)
      await inbox.send({ execution: "a", body: "redrive", when: ["SUCCEEDED"] })
      deepEqual(await executions.prunable({ closedBefore: 5000, limit: 1 }), ["b"])
      deepEqual(ids(await worker.reserve()).toSorted(), ["a", "running"])
      deepEqual(await executions.prunable({ closedBefore: 5000, limit: 1 }), ["b"])
      equal((await executions.list({ limit: 10 })).executions.length, 5)
      deepEqual(await executions.prune({ closedBefore: 5000, limit: 10 }), { removed: 1 })
      deepEqual(await executions.prunable({ closedBefore: 5000, limit: 10 }), [])
    },
  },
  {
    name: "of executions that are named those are pruned that may be, and no others",
    async check(stage) {
      for (const [id, at] of [
        ["a", 4000],
        ["b", 4000],
        ["c", 4000],
        ["late", 5000],
      ] as const)
        await stage.ended(id, at)
      await stage.startAll("running")
      const { executions } = stage.backend
      const named = ["late", "running", "unknown", "c", "c", "b"]
      deepEqual(await executions.prune({ closedBefore: 5000, limit: 10, ids: [] }), { removed: 0 })
      deepEqual(await executions.prune({ closedBefore: 5000, limit: 1, ids: named }), { removed: 1 })
      deepEqual(await executions.prune({ closedBefore: 5000, limit: 10, ids: named }), { removed: 1 })
      deepEqual(ids((await executions.list({ limit: 10 })).executions), ["running", "late", "a"])
    },
  },
  {
    name: "open dead letters outlive the execution that wrote them, settled ones are pruned with it",
    async check(stage) {
      const worker = await stage.running("e")
      const letters = ["open", "tried", "done", "dropped"].map((name) => ({
        id: letterId("e", name),
        execution: "e",
        at: 5000,
        body: "{}",
      }))
      const status = { status: "FAILED", at: 5000 } as const
      await worker.commit({ execution: "e", expected: 0, facts: [], deadLetters: letters, status })
      const { deadLetters } = stage.backend
      await deadLetters.change({ id: letterId("e", "tried"), change: { status: "OPEN", at: 5000 } })
      await deadLetters.change({ id: letterId("e", "done"), change: { status: "RETRIED", at: 5000 } })
      await deadLetters.change({ id: letterId("e", "dropped"), change: { status: "DROPPED", at: 5000 } })
      deepEqual(
        ids((await deadLetters.list({ limit: 9 })).letters),
        ["dropped", "done", "tried", "open"].map((name) => letterId("e", name)),
      )
      await stage.backend.executions.prune({ closedBefore: 9000, limit: 10 })
      deepEqual(
        ids((await deadLetters.list({ limit: 9 })).letters),
        ["tried", "open"].map((name) => letterId("e", name)),
      )
    },
  },
]
