import { describe, expect, it } from "vitest"

import { judge, type Verdict } from "./judge.ts"
import { promisesOf } from "./promises.ts"
import { openRecord, type Record } from "./record.ts"
import { kinds } from "./workflows.ts"

const leaseMs = 2000
const hour = 3_600_000

/** A run in which all went well: one execution of each of three kinds, and a worker that was killed. */
function goodRecord(): Record {
  const record = openRecord(":memory:")
  const execution = (name: string, kind: string, status: string, output = "null"): void => {
    record.put("starts", { name, kind, asked: 0, acked: 10, execution: name })
    record.put("ends", { name, status, output })
    for (let event = 1; event <= 3; event++) {
      record.take("1.1", [["told", 20 + event, name, event, `${name}:${event}`]])
      record.put("history", { execution: name, event, digest: `${name}:${event}`, type: "T" })
    }
  }
  const effect = (worker: string, at: number, of: string, did = true): void => {
    record.take(worker, [
      ["call", at, of, of, `key of ${of}`],
      ...(did ? [["did", at + 5, `key of ${of}`] as const] : []),
    ])
  }
  execution("chain-1", "chain", "SUCCEEDED")
  for (const step of [1, 2]) effect("1.1", 30, `chain-1/${step}`)
  effect("1.1", hour - 10, "chain-1/3", false)
  record.put("faults", { id: 1, kind: "worker-kill", began: hour, ended: hour, victim: "1.1", detail: "" })
  effect("2.1", hour + 2500, "chain-1/3")
  execution("asking-2", "asking", "SUCCEEDED", '"first"')
  effect("2.1", 30, "asking-2/1")
  record.put("words", { name: "asking-2", what: "answer", value: "first", at: 40, outcome: "acked" })
  record.put("words", { name: "asking-2", what: "answer", value: "second", at: 41, outcome: "TOKEN_CLOSED" })
  execution("cancelled-3", "cancelled", "ABORTED")
  effect("2.1", 30, "cancelled-3/1")
  effect("2.1", 30, "cancelled-3/1-undone")
  record.put("repeats", { name: "cancelled-3", at: 50, existed: 1 })
  return record
}

function verdict(sabotage: (record: Record) => void = () => {}): Verdict {
  const record = goodRecord()
  sabotage(record)
  const result = judge(record, kinds, promisesOf("standalone", "fast", leaseMs))
  record.close()
  return result
}

const found = ({ broken }: Verdict): readonly string[] => broken.map(({ what, subject }) => `${what}: ${subject}`)

/** What each does to the record, and what must be found. */
const saboteurs: readonly (readonly [finding: string, sql: string])[] = [
  ["execution lost: chain-1", "DELETE FROM ends WHERE name = 'chain-1'"],
  ["execution lost: cancelled-3", "UPDATE repeats SET existed = 0"],
  ["execution lost: cancelled-3", "INSERT INTO words VALUES ('cancelled-3', 'cancel', '', 1, 'EXECUTION_NOT_FOUND')"],
  ["execution stuck: chain-1", "UPDATE ends SET status = 'RUNNING' WHERE name = 'chain-1'"],
  ["execution stuck: chain-1", "UPDATE ends SET status = 'PARKED' WHERE name = 'chain-1'"],
  ["wrong end: chain-1", "UPDATE ends SET status = 'FAILED' WHERE name = 'chain-1'"],
  ["answer lost: asking-2", `UPDATE ends SET output = '"second"' WHERE name = 'asking-2'`],
  ["answer lost: asking-2", "UPDATE words SET outcome = 'acked' WHERE value = 'second'"],
  ["answer lost: asking-2", "UPDATE words SET outcome = 'TOKEN_UNKNOWN' WHERE value = 'second'"],
  ["effect lost: chain-1", "DELETE FROM calls WHERE effect = 'chain-1/2'"],
  [
    "effect under two keys: chain-1/2",
    "INSERT INTO calls SELECT worker, at, execution, effect, 'k', did FROM calls WHERE effect = 'chain-1/2'",
  ],
  ["effect of nobody: chain-1/9", "INSERT INTO calls (effect, key) VALUES ('chain-1/9', 'k')"],
  ["not undone: cancelled-3", "DELETE FROM calls WHERE effect = 'cancelled-3/1-undone'"],
  [
    "transition doubled: chain-1",
    "INSERT INTO told SELECT '2.1', at, execution, event, digest FROM told WHERE execution = 'chain-1' AND event = 2",
  ],
  ["transition lost: chain-1", "DELETE FROM history WHERE execution = 'chain-1' AND event = 3"],
  ["transition lost: chain-1", "UPDATE history SET digest = 'another' WHERE execution = 'chain-1' AND event = 2"],
  ["history with a gap: chain-1", "UPDATE history SET event = 7 WHERE execution = 'chain-1' AND event = 3"],
  ["slow recovery: chain-1/3", "UPDATE calls SET at = at + 600 WHERE worker = '2.1' AND effect = 'chain-1/3'"],
  ["problem: 1.1", "INSERT INTO problems VALUES (1, 'worker', '1.1', 'ended with 1')"],
]

describe("the judge of a chaos run", () => {
  it("finds nothing where every promise was kept, and says how long recovery took", () => {
    expect(verdict()).toEqual({ broken: [], excused: [], recoveries: [2500] })
  })

  it.each(saboteurs)("finds %s after %s", (finding, sql) => {
    expect(found(verdict(({ db }) => db.exec(sql)))).toContain(finding)
  })

  it("excuses what was acknowledged in the window before a fault that names one, and nothing else", () => {
    const lost = (kind: string, began: number): Verdict =>
      verdict((record) => {
        record.put("faults", { id: 2, kind, began, ended: began + 10, victim: "", detail: "" })
        record.db.exec("DELETE FROM ends WHERE name = 'chain-1'")
      })
    expect(lost("redis-kill", 1000)).toMatchObject({ broken: [], excused: [{ what: "execution lost" }] })
    expect(found(lost("redis-kill", 10_000))).toEqual(["execution lost: chain-1"])
    expect(found(lost("client-kill", 1000))).toEqual(["execution lost: chain-1"])
  })
})
