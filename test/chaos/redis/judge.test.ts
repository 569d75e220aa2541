import { readFileSync } from "node:fs"

import { describe, expect, it } from "vitest"

import type { FaultKind } from "./faults.ts"
import { judge, type Verdict } from "./judge.ts"
import { logLine } from "./log-line.ts"
import { learnedMs, toldMs } from "./losses.ts"
import { lossWindows, promisesOf } from "./promises.ts"
import { openRecord, type Record } from "./record.ts"
import { kinds } from "./workflows.ts"

const leaseMs = 2000
const hour = 3_600_000
const standalone = promisesOf("standalone", "fast", leaseMs)
const sentinel = promisesOf("sentinel", "fast", leaseMs)

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
  effect("2.1", hour - 500, "asking-2/1")
  record.take("2.1", [["up", 5]])
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

function verdict(sabotage: (record: Record) => void = () => {}, promises = standalone): Verdict {
  const record = goodRecord()
  sabotage(record)
  const result = judge(record, kinds, promises)
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
})

describe("the recovery of what a killed worker had in flight", () => {
  const late = "UPDATE calls SET at = at + 600, did = did + 600 WHERE worker = '2.1' AND effect = 'chain-1/3'"
  it.each([
    ["is judged where a worker was there, and handlers took what they wait", "SELECT 1", ["slow recovery: chain-1/3"]],
    [
      "is not where handlers took much longer: the machine was busy",
      "UPDATE calls SET did = did + 250 WHERE at > 1000",
      [],
    ],
    ["is not where nobody was there", "DELETE FROM lives", []],
    ["is not where the other one was killed as well", `UPDATE lives SET gone = ${hour + 2000}`, []],
    [
      "is not where another fault struck",
      `INSERT INTO faults (id, kind, began, ended) VALUES (2, 'redis-stop', ${hour + 1000}, ${hour + 1010})`,
      [],
    ],
  ])("%s", (_, sql, findings) => {
    expect(found(verdict(({ db }) => db.exec(`${late}; ${sql}`)))).toEqual(findings)
  })
})

/** Something was acknowledged to the client at 10 ms, and is gone. */
const lost = (record: Record): void => record.db.exec("DELETE FROM ends WHERE name = 'chain-1'")

/** What came to the worker 1.1 at 22 ms came again to another one. */
const doubled = (record: Record): void => record.take("2.1", [["told", 5000, "chain-1", 2, "chain-1:2"]])

const struck = (record: Record, kind: FaultKind, began: number, ended: number, more = {}): void =>
  record.put("faults", { id: 2, kind, began, ended, victim: "", detail: "", ...more })

const report = (record: Record, worker: string, at: number): void => {
  const message = logLine("the store has gone back in time", { code: "STORE_WENT_BACK" })
  record.put("logs", { worker, at, message })
}

describe("a loss", () => {
  // Each: the fault, and whether that excuses what was acknowledged at 10 ms where its client was told.
  it.each([
    ["a second before a failover, and a little later", sentinel, "failover", 1010, 1500, {}, true],
    ["longer before a failover", sentinel, "failover", 1011, 1500, {}, false],
    ["while a failover goes on, as somebody hears it late", sentinel, "failover", -5000, 10 - learnedMs, {}, true],
    ["when a failover is over", sentinel, "failover", -5000, 9 - learnedMs, {}, false],
    ["two seconds before one Redis is killed", standalone, "redis-kill", 2010, 4000, { struck: 2011 }, true],
    ["longer before one Redis is killed", standalone, "redis-kill", 2011, 4000, { struck: 2012 }, false],
    [
      "after one Redis was killed, while it is down",
      standalone,
      "redis-kill",
      -2000,
      500,
      { struck: 9 - learnedMs },
      false,
    ],
    ["where only the replica is hurt", sentinel, "redis-kill", 20, 500, { struck: 21, spared: 1 }, false],
    ["where only connections are cut", standalone, "client-kill", 20, 500, {}, false],
    ["where one Redis stands still", standalone, "redis-stop", 20, 500, {}, false],
    ["where replicas are waited for", promisesOf("sentinel", "replicated", leaseMs), "failover", 20, 500, {}, false],
    ["where every write is synced", promisesOf("standalone", "fsync", leaseMs), "redis-kill", 20, 500, {}, false],
    ["on a cluster that syncs every write", promisesOf("cluster", "fsync", leaseMs), "node-loss", 20, 500, {}, false],
  ] as const)("%s is excused or not, as the windows say", (_, promises, kind, began, ended, more, excusable) => {
    const { broken, excused } = verdict((record) => {
      struck(record, kind, began, ended, more)
      report(record, "client", 6000)
      lost(record)
    }, promises)
    const findings = [{ what: "execution lost", subject: "chain-1", by: "client" }]
    expect([broken, excused]).toMatchObject(excusable ? [[], findings] : [findings, []])
  })

  it("of which somebody heard late, because it stood still or was cut off, counts by when it was back", () => {
    const late = (stopped: number): Verdict =>
      verdict((record) => {
        struck(record, "failover", -8000, -5000)
        record.put("faults", { id: 3, kind: "worker-stop", began: stopped, ended: -500, victim: "", detail: "" })
        report(record, "client", 20)
        lost(record)
      }, sentinel)
    expect(late(-5000)).toMatchObject({ broken: [], excused: [{ what: "execution lost" }] })
    expect(found(late(-4999))).toEqual(["execution lost: chain-1"])
  })

  // Each: what is gone, who was told of a rollback and when, who was killed and when, and whether that will do.
  const tellings: readonly (readonly [string, (record: Record) => void, (record: Record) => void, boolean])[] = [
    ["an execution, of which its client was told", lost, (record) => report(record, "client", 20), true],
    ["an execution, of which nobody was told", lost, () => {}, false],
    ["an execution, of which a worker was told", lost, (record) => report(record, "1.1", 20), false],
    ["an execution, of which its client was told before", lost, (record) => report(record, "client", 9), false],
    ["an execution, of which its client was told much later", lost, (record) => report(record, "client", hour), false],
    ["a transition, of which its worker was told", doubled, (record) => report(record, "1.1", 30), true],
    ["a transition, of which nobody was told", doubled, () => {}, false],
    ["a transition, of which its second worker was told", doubled, (record) => report(record, "2.1", 30), false],
    [
      "a transition, whose worker was killed before it could be told",
      doubled,
      (record) => record.put("lives", { worker: "1.1", gone: 40 }),
      true,
    ],
    [
      "a transition, whose worker was killed long after it should have been told",
      doubled,
      (record) => record.put("lives", { worker: "1.1", gone: hour }),
      false,
    ],
    [
      "a token, of which whoever lost it was told",
      ({ db }) => db.exec("UPDATE words SET outcome = 'TOKEN_UNKNOWN' WHERE value = 'second'"),
      (record) => report(record, "2.1", 50),
      true,
    ],
    [
      "a token, of which nobody was told",
      ({ db }) => db.exec("UPDATE words SET outcome = 'TOKEN_UNKNOWN' WHERE value = 'second'"),
      () => {},
      false,
    ],
  ]
  it.each(tellings)("of %s is judged by that", (_, sabotage, told, enough) => {
    const { broken, excused } = verdict((record) => {
      struck(record, "failover", 15, 100)
      told(record)
      sabotage(record)
    }, sentinel)
    expect(new Set(broken.map(({ what }) => what))).toEqual(new Set(enough ? [] : ["loss not reported"]))
    expect(excused).toHaveLength(enough ? 1 : 0)
  })

  it("may be of the second of two faults in a row, and is told of after that one", () => {
    const { broken, excused } = verdict((record) => {
      struck(record, "failover", -1000, 5)
      record.put("faults", { id: 3, kind: "failover", began: 900, ended: 20_000, victim: "", detail: "" })
      report(record, "client", 20_500)
      lost(record)
    }, sentinel)
    expect([broken, excused]).toMatchObject([[], [{ what: "execution lost" }]])
  })

  it("may be told of late where one fault follows another, for as long as they last", () => {
    const after = (told: number): readonly string[] =>
      found(
        verdict((record) => {
          struck(record, "failover", -1000, 5)
          for (const [id, began] of [
            [3, 2000],
            [4, 8000],
          ] as const)
            record.put("faults", { id, kind: "client-kill", began, ended: began + 4000, victim: "", detail: "" })
          report(record, "client", told)
          lost(record)
        }, sentinel),
      )
    // A second after the window's end somebody may learn of what was acknowledged; then 10 seconds, and the faults' 8.
    expect(after(18_900)).toEqual([])
    expect(after(19_100)).toEqual(["loss not reported: chain-1"])
  })

  it("is sure where something was acknowledged while the replica was deaf that took over, and must be told", () => {
    const key = "key of cancelled-3/1"
    const behind = (kind: FaultKind, told: (record: Record) => void, asked = 101_900): readonly string[] =>
      found(
        verdict((record) => {
          struck(record, kind, 100_000, 105_000, { deaf: 100_000, struck: 103_000 })
          record.take("2.1", [
            ["call", asked - 10, "cancelled-3", "cancelled-3/1", key],
            ["did", asked, key],
            ["told", 102_000, "cancelled-3", 4, "x"],
          ])
          record.put("history", { execution: "cancelled-3", event: 4, digest: "x", type: "T" })
          told(record)
        }, sentinel),
      )
    expect(behind("failover-behind", () => {})).toEqual(["loss not reported: 2.1"])
    expect(behind("failover-behind", (record) => report(record, "1.1", 104_000))).toEqual(["loss not reported: 2.1"])
    expect(behind("failover-behind", (record) => report(record, "2.1", 104_000))).toEqual([])
    expect(behind("failover-behind", (record) => record.put("lives", { worker: "2.1", gone: 104_000 }))).toEqual([])
    // It may have been acknowledged before, and been heard of late.
    expect(behind("failover-behind", () => {}, 100_100)).toEqual([])
  })

  it("excuses no execution that stands still: what was said of late is said again", () => {
    const stuck = (name: string, status: string): readonly string[] =>
      found(
        verdict((record) => {
          struck(record, "failover", 15, 100)
          report(record, "client", 60)
          record.db.exec(`UPDATE ends SET status = '${status}' WHERE name = '${name}'`)
        }, sentinel),
      )
    expect(stuck("asking-2", "RUNNING")).toEqual(["execution stuck: asking-2"])
    expect(stuck("chain-1", "PARKED")).toEqual(["execution stuck: chain-1"])
  })
})

it("the windows are those of docs/guarantees.md", () => {
  const text = readFileSync(new URL("../../../docs/guarantees.md", import.meta.url), "utf8")
  const [, table = ""] = /### What may be gone\n([^#]*)/.exec(text) ?? []
  const rows = table.split("\n").filter((line) => line.startsWith("| `"))
  const stated = rows.map((row) => {
    const [modes = "", , before = "", until = ""] = row.split("|").slice(1)
    return [modes.match(/(?<=`)\w+(?=`)/g), 1000 * Number(/(\d+) s before/.exec(before)?.[1]), until.trim()]
  })
  const ends = { struck: "it is gone", over: "all sentinels agree on the primary, and the other server follows it" }
  expect(stated).toEqual(lossWindows.map(({ modes, beforeMs, until }) => [modes, beforeMs, ends[until]]))
  expect(table).toContain(`${toldMs / 1000} s`)
  expect(table).toContain(`${learnedMs / 1000} s`)
})
