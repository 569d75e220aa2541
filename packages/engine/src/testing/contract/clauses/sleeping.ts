import { deepEqual, equal } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { bodies, ids, planOf } from "../stage.ts"

/** {@link Commit.sleep} and `nextDue`. */
export const sleepingClauses: readonly Clause[] = [
  {
    name: "a sleeping execution is handed out when it is due and not before",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: ["0"], sleep: { due: 5000 } })
      deepEqual(await worker.reserve(10, 4999), [])
      deepEqual(ids(await worker.reserve(10, 5000)), ["e"])
      deepEqual(await worker.reserve(10, 6000), [])
    },
  },
  {
    name: "sleep ends the session's ownership",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: [], sleep: { due: 5000 } })
      deepEqual((await worker.ticked({ commits: [{ execution: "e", expected: 0, facts: ["late"] }] })).refused, ["e"])
      await worker.close()
      deepEqual(await (await stage.open()).reserve(10, 4999), [])
    },
  },
  {
    name: "`nextDue` is when the first that sleeps is due, and absent where none sleeps by time",
    async check(stage) {
      await stage.startAll("a", "b", "c")
      const worker = await stage.open()
      await worker.reserve()
      equal((await worker.ticked()).nextDue, undefined)
      const commits = [7000, 5000, undefined].map((due, index) => ({
        execution: ["a", "b", "c"][index] ?? "",
        expected: 0,
        facts: [],
        sleep: due === undefined ? {} : { due },
      }))
      equal((await worker.commit(...commits)).nextDue, 5000)
      equal((await worker.ticked({ now: 5000 })).nextDue, 7000)
      equal((await worker.ticked({ now: 7000 })).nextDue, undefined)
    },
  },
  {
    name: "`nextDue` is of the session's plans only",
    async check(stage) {
      await stage.start("b", { plan: planOf("b"), machine: "machine-b" })
      const worker = await stage.open([planOf("b")])
      await worker.reserveOne()
      await worker.commit({ execution: "b", expected: 0, facts: [], sleep: { due: 5000 } })
      equal((await worker.ticked()).nextDue, 5000)
      equal((await (await stage.open()).ticked()).nextDue, undefined)
    },
  },
  {
    name: "an execution that sleeps without a time is woken by a message only",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: [], sleep: {} })
      deepEqual(await worker.reserve(10, 8e15), [])
      await stage.send("e", "word")
      deepEqual(bodies((await worker.reserveOne()).messages), ["word"])
    },
  },
  {
    name: "a message wakes a sleeping execution before it is due, and once",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: [], sleep: { due: 5000 } })
      await stage.send("e", "word")
      const result = await worker.ticked({ want: 10 })
      deepEqual([ids(result.reserved), result.nextDue], [["e"], undefined])
      deepEqual(await (await stage.open()).reserve(10, 6000), [])
    },
  },
  {
    name: "an execution that goes to sleep with a message not dealt with is ready at once",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.send("e", "first")
      const [first] = (await worker.ticked()).messages
      await stage.send("e", "second")
      const consumed = [first?.id ?? ""]
      const commits = [{ execution: "e", expected: 0, facts: [], consumed, sleep: { due: 5000 } }]
      const result = await worker.ticked({ commits, want: 10 })
      deepEqual(
        result.reserved.map(({ messages }) => bodies(messages)),
        [["second"]],
      )
      deepEqual(result.messages, [], "handed over once: with the reservation")
    },
  },
  {
    name: "what a tick puts to sleep for a time that has come is handed out by the same tick",
    async check(stage) {
      const worker = await stage.running("e")
      const commits = [{ execution: "e", expected: 0, facts: ["0"], sleep: { due: 2000 } }]
      const result = await worker.ticked({ commits, want: 1, now: 2000 })
      deepEqual(
        result.reserved.map(({ id, facts }) => [id, facts]),
        [["e", ["0"]]],
      )
    },
  },
]
