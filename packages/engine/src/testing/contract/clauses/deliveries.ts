import { equal, ok } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import type { Stage, Worker } from "../stage.ts"

/** {@link Reserved.deliveries}: at most one too high. */
export const deliveryClauses: readonly Clause[] = [
  {
    name: "every delivery is counted while the journal does not grow",
    async check(stage) {
      const worker = await stage.running("e")
      for (let delivery = 2; delivery <= 5; delivery++) await delivered(stage, worker, delivery)
    },
  },
  {
    name: "deliveries count anew when the journal has grown",
    async check(stage) {
      const worker = await stage.running("e")
      for (let delivery = 2; delivery <= 4; delivery++) await delivered(stage, worker, delivery)
      await worker.commit({ execution: "e", expected: 0, facts: ["0"] })
      await delivered(stage, worker, 1, 1)
      await delivered(stage, worker, 2, 1)
    },
  },
  {
    name: "deliveries count anew when a session let go of the execution in good order",
    async check(stage) {
      const worker = await stage.running("e")
      for (let delivery = 2; delivery <= 4; delivery++) await delivered(stage, worker, delivery)
      await worker.close()
      const other = await stage.open()
      atMostOneTooHigh((await other.reserveOne()).deliveries, 1)
      for (let delivery = 2; delivery <= 4; delivery++) await delivered(stage, other, delivery)
      await other.commit({ execution: "e", expected: 0, facts: [], sleep: { due: 3000 } })
      atMostOneTooHigh((await other.reserveOne(3000)).deliveries, 1)
    },
  },
  {
    name: "deliveries survive the loss of their session",
    needs: "durable",
    async check(stage) {
      const worker = await stage.running("e")
      for (let delivery = 2; delivery <= 4; delivery++) await delivered(stage, worker, delivery)
      // Let go out of order, then found again: three deliveries before, this is the fifth.
      equal((await worker.ticked({ commits: [{ execution: "e", expected: 99, facts: [] }] })).refused.length, 1)
      await stage.reopen()
      atMostOneTooHigh((await (await stage.open()).reserveOne()).deliveries, 5)
    },
  },
]

/** Makes the session let go of the execution out of order, and takes it again. */
async function delivered(stage: Stage, worker: Worker, expected: number, length = 0): Promise<void> {
  const commits = [{ execution: "e", expected: length + 99, facts: [] }]
  const { reserved } = await worker.ticked({ commits, want: 1 })
  equal(reserved.length, 1)
  atMostOneTooHigh(reserved[0]?.deliveries ?? 0, expected)
  equal((await stage.backend.executions.journal({ id: "e" }))?.length, length)
}

function atMostOneTooHigh(deliveries: number, expected: number): void {
  ok(deliveries === expected || deliveries === expected + 1, `delivery ${expected} was counted as ${deliveries}`)
}
