import { deepEqual, equal } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { bodies, type Stage, tokenOf, type Worker } from "../stage.ts"

/** {@link Inbox.send} */
export const messageClauses: readonly Clause[] = [
  {
    name: "messages keep their order, whether the execution is owned or waits",
    async check(stage) {
      const words = Array.from({ length: 12 }, (_, index) => `word ${index}`)
      const worker = await stage.running("e")
      for (const word of words) await stage.send("e", word)
      deepEqual(bodies((await worker.ticked()).messages), words)
      await stage.send("e", "last")
      await worker.close()
      const other = await stage.open()
      deepEqual(bodies((await other.reserveOne()).messages), [...words, "last"])
    },
  },
  {
    name: "a message is handed over with the name of its execution",
    async check(stage) {
      await stage.startAll("a", "b")
      const worker = await stage.open()
      await worker.reserve()
      await stage.send("b", "to b")
      await stage.send("a", "to a")
      const { messages } = await worker.ticked()
      const pairs = messages.map(({ execution, body }) => `${execution}: ${body}`)
      deepEqual(pairs.toSorted(), ["a: to a", "b: to b"])
    },
  },
  {
    name: "a message is handed over once per ownership, and again to the next owner until it is dealt with",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.send("e", "word")
      const [message] = (await worker.ticked()).messages
      deepEqual((await worker.ticked()).messages, [])
      await worker.close()
      const other = await stage.open()
      deepEqual((await other.reserveOne()).messages, [{ id: message?.id, body: "word" }])
      deepEqual((await other.ticked()).messages, [])
    },
  },
  {
    name: "a message that is dealt with is removed, and no other",
    async check(stage) {
      const worker = await stage.running("e")
      for (const word of ["first", "second", "third"]) await stage.send("e", word)
      const { messages } = await worker.ticked()
      await worker.commit({ execution: "e", expected: 0, facts: [], consumed: [messages[1]?.id ?? ""] })
      await worker.close()
      deepEqual(bodies((await (await stage.open()).reserveOne()).messages), ["first", "third"])
    },
  },
  {
    name: "an unknown id among the messages dealt with is no error",
    async check(stage) {
      const worker = await stage.running("e")
      await worker.commit({ execution: "e", expected: 0, facts: ["0"], consumed: ["999999", "nonsense", ""] })
      deepEqual(await stage.backend.executions.journal({ id: "e" }), ["0"])
    },
  },
  {
    name: "a message sent twice arrives twice",
    async check(stage) {
      const worker = await stage.running("e")
      await stage.send("e", "word")
      await stage.send("e", "word")
      const { messages } = await worker.ticked()
      deepEqual(bodies(messages), ["word", "word"])
      equal(new Set(messages.map(({ id }) => id)).size, 2)
    },
  },
  {
    name: "a message is accepted only in one of the given statuses",
    async check(stage) {
      const { inbox } = stage.backend
      deepEqual(await inbox.send({ execution: "e", body: "x", when: ["RUNNING"] }), { outcome: "unknown" })
      const worker = await stage.running("e")
      const refused = await inbox.send({ execution: "e", body: "refused", when: ["FAILED", "PARKED"] })
      deepEqual(refused, { outcome: "refused", status: "RUNNING" })
      deepEqual((await worker.ticked()).messages, [])
      await worker.commit({ execution: "e", expected: 0, facts: [], status: { status: "FAILED", at: 5000 } })
      const late = await inbox.send({ execution: "e", body: "refused", when: ["RUNNING"] })
      deepEqual(late, { outcome: "refused", status: "FAILED" })
      deepEqual(await worker.reserve(), [])
      deepEqual(await inbox.send({ execution: "e", body: "x", when: ["PARKED", "FAILED"] }), { outcome: "accepted" })
    },
  },
  {
    name: "a message that races with the end of its execution is handed over or refused",
    async check(stage) {
      const worker = await stage.running("e")
      const [sent, ticked] = await Promise.all([
        stage.backend.inbox.send({ execution: "e", body: "word", when: ["RUNNING"] }),
        worker.tick({ commits: [{ execution: "e", expected: 0, facts: [], status: { status: "FAILED", at: 5000 } }] }),
      ])
      equal(ticked.lost, false)
      deepEqual(sent, sent.outcome === "refused" ? { outcome: "refused", status: "FAILED" } : { outcome: "accepted" })
      deepEqual(await worker.reserve(), [], "and does not make an ended execution ready")
    },
  },
  {
    name: "a message makes a parked execution ready",
    async check(stage) {
      const worker = await parked(stage)
      await stage.backend.inbox.send({ execution: "e", body: "redrive", when: ["PARKED"] })
      const { status, messages } = await worker.reserveOne()
      deepEqual([status, bodies(messages)], ["PARKED", ["redrive"]])
    },
  },
  {
    name: "an answer makes a parked execution ready",
    async check(stage) {
      const worker = await parked(stage)
      equal(await stage.backend.inbox.answer({ token: tokenOf("e", "t"), body: "answer", final: true }), "accepted")
      deepEqual(bodies((await worker.reserveOne()).messages), ["answer"])
    },
  },
]

async function parked(stage: Stage): Promise<Worker> {
  const worker = await stage.running("e")
  const status = { status: "PARKED", at: 5000 } as const
  await worker.commit({ execution: "e", expected: 0, facts: [], opened: [tokenOf("e", "t")], status })
  return worker
}
