import { deepEqual, equal, ok } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { execution, ids, nextTurn, planOf, type Worker } from "../stage.ts"

/** What sessions are handed, and when they end. */
export const reservingClauses: readonly Clause[] = [
  {
    name: "a reserved execution comes with all that is needed to begin it",
    async check(stage) {
      await stage.startAll("e")
      const worker = await stage.open()
      deepEqual(await worker.ticked({ want: 1 }), {
        lost: false,
        refused: [],
        reserved: [{ ...execution("e"), status: "RUNNING", facts: [], length: 0, messages: [], deliveries: 1 }],
        messages: [],
        more: false,
      })
    },
  },
  {
    name: "a reserved execution comes with all that is needed to go on with it",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: ["0", "1"] })
      await stage.send("e", "word")
      await worker.close()
      const other = await stage.open()
      const { messages, ...rest } = await other.reserveOne()
      const state = { facts: ["0", "1"], length: 2, deliveries: 1 }
      deepEqual(rest, { ...execution("e"), status: "RUNNING", ...state })
      deepEqual(
        messages.map(({ body }) => body),
        ["word"],
      )
    },
  },
  {
    name: "work that no session can run is told of, where the store can tell",
    async check(stage) {
      const { sessions } = stage.backend
      if (sessions.unserved === undefined) return
      await stage.open([planOf("a")])
      await stage.startAll("served")
      await stage.start("first", { plan: planOf("b") })
      await stage.start("second", { plan: planOf("b") })
      deepEqual(await sessions.unserved(), [{ plan: planOf("b"), ready: 2 }])
      await stage.open([planOf("b")])
      deepEqual(await sessions.unserved(), [])
    },
  },
  {
    name: "a session is handed what it was opened for, and what it was told of later",
    async check(stage) {
      const { sessions } = stage.backend
      await stage.start("before", { plan: planOf("b"), machine: "machine-b" })
      const worker = await stage.open([planOf("a")])
      deepEqual(await worker.reserve(), [])
      await sessions.serve({ session: worker.session, plans: [planOf("b"), planOf("a")] })
      await sessions.serve({ session: worker.session, plans: [planOf("b")] })
      await sessions.serve({ session: "no such session", plans: [planOf("b")] })
      await stage.start("after", { plan: planOf("b"), machine: "machine-b" })
      await stage.startAll("own")
      deepEqual(ids(await worker.reserve()).toSorted(), ["after", "before", "own"])
    },
  },
  {
    name: "an execution is handed to one session only",
    async check(stage) {
      const started = Array.from({ length: 20 }, (_, index) => `e${index}`)
      await stage.startAll(...started)
      const workers = await Promise.all([stage.open(), stage.open(), stage.open()])
      const handed = await Promise.all(workers.map((worker) => worker.reserve(8)))
      deepEqual(ids(handed.flat()).toSorted(), started.toSorted())
    },
  },
  {
    name: "no more executions are reserved than wanted, and `more` tells of the rest",
    async check(stage) {
      await stage.startAll("a", "b", "c")
      const worker = await stage.open()
      for (const [want, reserved, more] of [
        [0, 0, true],
        [2, 2, true],
        [1, 1, false],
        [1, 0, false],
      ] as const) {
        const result = await worker.ticked({ want })
        deepEqual([result.reserved.length, result.more], [reserved, more], `want ${want}`)
      }
    },
  },
  {
    name: "a session is handed executions of its plans only",
    async check(stage) {
      await stage.start("a")
      await stage.start("b", { plan: planOf("b"), machine: "machine-b" })
      const worker = await stage.open([planOf("b")])
      const result = await worker.ticked({ want: 1 })
      deepEqual([ids(result.reserved), result.more], [["b"], false])
      deepEqual(ids(await (await stage.open([planOf("a"), planOf("b")])).reserve()), ["a"])
    },
  },
  {
    name: "no plan starves another",
    async check(stage) {
      const worker = await stage.open([planOf("a"), planOf("b")])
      await stage.start("b", { plan: planOf("b"), machine: "machine-b" })
      await stage.startAll("a0", "a1")
      const handed: string[] = []
      for (let round = 2; round < 100 && !handed.includes("b"); round++) {
        handed.push(...ids(await worker.reserve(1)))
        await stage.startAll(`a${round}`)
      }
      ok(handed.includes("b"), "b is handed out although there is always something of plan a")
    },
  },
  {
    name: "a tick of a session that has ended, or never was, does nothing and answers `lost`",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.startAll("f")
      await worker.close()
      const commits = [{ execution: "e", expected: 0, facts: ["lost"] }]
      deepEqual(await worker.tick({ want: 5, commits }), { lost: true })
      worker.session = "never opened"
      deepEqual(await worker.tick({ want: 5, commits }), { lost: true })
      deepEqual(await stage.backend.executions.journal({ id: "e" }), [])
      deepEqual(ids(await (await stage.open()).reserve()), ["e", "f"])
    },
  },
  {
    name: "what a closed session owned is ready before anything else",
    async check(stage) {
      const worker = await stage.running("orphan")
      await stage.startAll("a", "b")
      await worker.close()
      const other = await stage.open()
      deepEqual(ids(await other.reserve(1)), ["orphan"])
    },
  },
  {
    name: "closing a session again changes nothing, and one that never was neither",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.close()
      const other = await stage.open()
      deepEqual(ids(await other.reserve()), ["e"])
      await worker.close()
      await stage.backend.sessions.close({ session: "never opened" })
      deepEqual(await (await stage.open()).reserve(), [])
      await other.commit({ execution: "e", expected: 0, facts: ["still owned"] })
    },
  },
  {
    name: "what is started after a tick with room to spare is handed out by the session's next tick, once, with its messages",
    async check(stage) {
      const worker = await stage.open()
      const other = await stage.open()
      await worker.ticked({ want: 0, spare: 2 })
      await stage.startAll("e", "f", "g")
      await stage.send("e", "word")
      const handed = [...(await worker.reserve(3)), ...(await other.reserve(3))]
      deepEqual(ids(handed).toSorted(), ["e", "f", "g"])
      for (const { messages, ...rest } of handed) {
        const state = { status: "RUNNING", facts: [], length: 0, deliveries: 1 }
        deepEqual(rest, { ...execution(rest.id), ...state })
        const words = messages.map(({ body }) => body)
        deepEqual(words, rest.id === "e" ? ["word"] : [])
      }
      const { refused } = await worker.ticked({ commits: [{ execution: "e", expected: 0, facts: ["0"] }] })
      deepEqual(refused, [])
    },
  },
  {
    name: "what a closed session had been given of what was started is ready for the others",
    async check(stage) {
      const worker = await stage.open()
      await worker.ticked({ want: 0, spare: 2 })
      await stage.startAll("e")
      await worker.close()
      const next = await stage.open()
      deepEqual(ids(await next.reserve()), ["e"])
    },
  },
  {
    name: "ticks of one session that overlap are carried out and answered in order",
    needs: "overlapping",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.startAll("f", "g")
      const answered: number[] = []
      const ticks = [
        worker.ticked({ commits: [{ execution: "e", expected: 0, facts: ["0"] }], want: 1 }),
        worker.ticked({ commits: [{ execution: "e", expected: 1, facts: ["1", "2"] }], want: 1 }),
        worker.ticked({ commits: [{ execution: "e", expected: 3, facts: ["3"] }], want: 1 }),
      ].map(async (tick, index) => {
        const result = await tick
        answered.push(index)
        return result
      })
      const results = await Promise.all(ticks)
      deepEqual(answered, [0, 1, 2])
      deepEqual(
        results.flatMap(({ refused }) => refused),
        [],
      )
      const reserved = [...results.flatMap((result) => result.reserved), ...(await worker.reserve())]
      deepEqual(ids(reserved).toSorted(), ["f", "g"])
      deepEqual(await stage.backend.executions.journal({ id: "e" }), ["0", "1", "2", "3"])
    },
  },
  {
    name: "a session is woken when an execution that it can run is ready",
    needs: "unshared",
    async check(stage) {
      const worker = await stage.open()
      await stage.startAll("e")
      ok(await woken(worker))
    },
  },
  {
    name: "a session is woken when a message comes for what it owns",
    needs: "unshared",
    async check(stage) {
      const worker = await stage.running("e")
      await nextTurn()
      worker.wakes = 0
      await stage.send("e", "word")
      ok(await woken(worker))
    },
  },
  {
    name: "a session that was closed is not woken any more",
    needs: "unshared",
    async check(stage) {
      const worker = await stage.open()
      await Promise.all([stage.start("e"), worker.close()])
      const { wakes } = worker
      await stage.startAll("f")
      await nextTurn()
      equal(worker.wakes, wakes)
    },
  },
  {
    name: "a session may tick from its wake call, which never comes in the middle of a tick",
    needs: "unshared",
    async check(stage) {
      const worker = await stage.running("e")
      const commit = { execution: "e", expected: 0, facts: ["0"], sleep: { due: 1 } }
      let ticking = false
      const handed: string[] = []
      const ticks: Promise<void>[] = []
      const onWake = (): void => {
        equal(ticking, false, "not during a tick")
        ticks.push(
          stage.backend.sessions.tick({ session, now: 1, commits: [], want: 9 }).then((result) => {
            if (!result.lost) handed.push(...ids(result.reserved))
          }),
        )
      }
      const { session } = await stage.backend.sessions.open({ worker: "other", plans: [planOf("a")], onWake })
      ticking = true
      const ticked = worker.tick({ commits: [commit] })
      ticking = false
      await ticked
      for (let turns = 0; turns < 50 && handed.length === 0; turns++) await nextTurn()
      await Promise.all(ticks)
      deepEqual(handed, ["e"])
      deepEqual(await stage.backend.executions.journal({ id: "e" }), ["0"])
    },
  },
]

async function woken(worker: Worker): Promise<boolean> {
  for (let turns = 0; turns < 50 && worker.wakes === 0; turns++) await nextTurn()
  return worker.wakes > 0
}
