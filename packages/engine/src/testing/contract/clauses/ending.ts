import { deepEqual, equal } from "node:assert/strict"

import type { StatusChange } from "../../../ports/index.ts"
import type { Clause } from "../clause.ts"
import { bodies, execution, ids } from "../stage.ts"

const changes: readonly StatusChange[] = [
  { status: "SUCCEEDED", at: 5000, output: '{"done":true}' },
  { status: "FAILED", at: 5001, error: "Card.Declined", cause: "no money" },
  { status: "TIMED_OUT", at: 5002, error: "States.Timeout" },
  { status: "ABORTED", at: 5003 },
  { status: "PARKED", at: 5004, error: "Replay.Diverged", cause: "fact 7" },
]

/** {@link StatusChange} */
export const endingClauses: readonly Clause[] = [
  {
    name: "a new status is stored with its time and outcome",
    async check(stage) {
      for (const change of changes) {
        const id = change.status
        const worker = await stage.running(id)
        await worker.commit({ execution: id, expected: 0, facts: ["end"], status: change })
        const { status, at: stoppedAt, ...outcome } = change
        deepEqual(await stage.backend.executions.get({ id }), { ...execution(id), status, stoppedAt, ...outcome })
        deepEqual(await stage.backend.executions.journal({ id }), ["end"])
      }
    },
  },
  {
    name: "any status but RUNNING ends the session's ownership, and the execution is not handed out again",
    async check(stage) {
      for (const change of changes) {
        const id = change.status
        const worker = await stage.running(id)
        await worker.commit({ execution: id, expected: 0, facts: [], status: change })
        deepEqual((await worker.ticked({ commits: [{ execution: id, expected: 0, facts: ["late"] }] })).refused, [id])
        await worker.close()
      }
      const result = await (await stage.open()).ticked({ want: 10, now: 1e12 })
      deepEqual([ids(result.reserved), result.more], [[], false])
    },
  },
  {
    name: "messages that are left when a status is set are dropped",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.send("e", "handed over")
      await worker.ticked()
      await stage.send("e", "not handed over")
      const result = await worker.commit({
        execution: "e",
        expected: 0,
        facts: [],
        status: { status: "FAILED", at: 5000 },
      })
      deepEqual(result.messages, [])
      await stage.backend.inbox.send({ execution: "e", body: "redrive", when: ["FAILED"] })
      deepEqual(bodies((await worker.reserveOne()).messages), ["redrive"])
    },
  },
  {
    name: "messages that are left when an execution is parked stay, and make it ready at once",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.send("e", "handed over")
      await stage.send("e", "dealt with")
      const { messages } = await worker.ticked()
      await stage.send("e", "not handed over")
      const consumed = messages.filter(({ body }) => body === "dealt with").map(({ id }) => id)
      const status = { status: "PARKED", at: 5000 } as const
      await worker.commit({ execution: "e", expected: 0, facts: [], consumed, status })
      const again = await worker.reserveOne()
      deepEqual([again.status, bodies(again.messages)], ["PARKED", ["handed over", "not handed over"]])
      const rest = again.messages.map(({ id }) => id)
      await worker.commit({ execution: "e", expected: 0, facts: [], consumed: rest, status })
      deepEqual((await worker.ticked({ want: 10 })).reserved, [])
    },
  },
  {
    name: "RUNNING takes back an end, and the session goes on with the execution",
    async check(stage) {
      const worker = await stage.running("e")
      const failed = { status: "FAILED", at: 5000, error: "E", cause: "C" } as const
      await worker.commit({ execution: "e", expected: 0, facts: ["0"], status: failed })
      await stage.backend.inbox.send({ execution: "e", body: "redrive", when: ["FAILED"] })
      const reserved = await worker.reserveOne()
      deepEqual([reserved.status, reserved.error, reserved.stoppedAt, reserved.length], ["FAILED", "E", 5000, 1])
      const consumed = reserved.messages.map(({ id }) => id)
      const running = { status: "RUNNING", at: 6000 } as const
      await worker.commit({ execution: "e", expected: 1, facts: ["redriven"], consumed, status: running })
      deepEqual(await stage.backend.executions.get({ id: "e" }), { ...execution("e"), status: "RUNNING" })
      deepEqual(ids((await stage.backend.executions.list({ limit: 1, status: "RUNNING" })).executions), ["e"])
      const done = { status: "SUCCEEDED", at: 7000, output: "1" } as const
      await worker.commit({ execution: "e", expected: 2, facts: ["end"], status: done })
      const ended = { ...execution("e"), status: "SUCCEEDED", stoppedAt: 7000, output: "1" }
      deepEqual(await stage.backend.executions.get({ id: "e" }), ended)
    },
  },
  {
    name: "a redriven execution that runs is not pruned, and can sleep again",
    async check(stage) {
      await stage.ended("e", 5000)
      await stage.backend.inbox.send({ execution: "e", body: "redrive", when: ["SUCCEEDED"] })
      const worker = await stage.open()
      const { messages } = await worker.reserveOne()
      const consumed = messages.map(({ id }) => id)
      const status = { status: "RUNNING", at: 6000 } as const
      await worker.commit({ execution: "e", expected: 1, facts: [], consumed, status, sleep: { due: 8000 } })
      deepEqual(await stage.backend.executions.prune({ closedBefore: 1e12, limit: 10 }), { removed: 0 })
      equal((await worker.ticked({ now: 7000 })).nextDue, 8000)
      equal((await worker.reserveOne(8000)).status, "RUNNING")
    },
  },
]
