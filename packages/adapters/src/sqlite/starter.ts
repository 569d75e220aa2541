import type { StatementSync } from "node:sqlite"

import type { NewExecution, StartResult } from "@stepwright/engine"

import { MachineNumbers, rememberMachine } from "./numbers.ts"
import { Query } from "./query.ts"
import { type RecordRow, recordColumns, recordOf } from "./records.ts"
import { makeReady, type Store, transaction } from "./store.ts"
import { toColumn, toNullableColumn } from "./text.ts"

interface Starting {
  readonly execution: NewExecution
  readonly resolve: (result: StartResult) => void
  readonly reject: (error: unknown) => void
}

interface Started {
  readonly seq: number
  readonly machine: number
  readonly execution: NewExecution
}

/** Starts executions: all starts of one turn of the event loop in one transaction. */
export class Starter {
  readonly #store: Store
  readonly #find: Query<RecordRow>
  readonly #insert: StatementSync
  readonly #insertStanding: StatementSync
  readonly #machines: MachineNumbers
  #waiting: Starting[] = []

  constructor(store: Store) {
    this.#store = store
    this.#find = new Query(store.db, `SELECT ${recordColumns} WHERE e.id = ?`)
    this.#machines = new MachineNumbers(store)
    this.#insert = store.db.prepare(
      "INSERT INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
    )
    // The first delivery is counted beforehand: so handing out a fresh execution needs no write.
    this.#insertStanding = store.db.prepare("INSERT INTO standing VALUES (?, ?, ?, 0, NULL, 1, 0, NULL)")
  }

  start(execution: NewExecution): Promise<StartResult> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) queueMicrotask(() => this.#flush())
      this.#waiting.push({ execution, resolve, reject })
    })
  }

  #flush(): void {
    const batch = this.#waiting
    this.#waiting = []
    try {
      const started: Started[] = []
      const results = transaction(this.#store, () => batch.map(({ execution }) => this.#put(execution, started)))
      for (const each of started) this.#remember(each)
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as StartResult) // one per start
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  #put(execution: NewExecution, started: Started[]): StartResult {
    const { id, name, header, input, startedAt, mapRun } = execution
    const plan = this.#store.planNo.get(execution.plan)
    if (plan === undefined) return this.#existing(id) ?? { outcome: "no-plan" }
    const machine = this.#machines.of(execution.machine)
    const seq = this.#store.lastSeq + started.length + 1
    const texts = [toColumn(name), toColumn(String(header)), toColumn(String(input))] as const
    const inserted = this.#insert.run(seq, toColumn(id), machine, plan, ...texts, startedAt, toNullableColumn(mapRun))
    if (inserted.changes === 0) return this.#existing(id) as StartResult // the conflict proves it
    this.#insertStanding.run(seq, mapRun === undefined ? machine : -machine, plan)
    started.push({ seq, machine, execution })
    return { outcome: "started" }
  }

  #remember({ seq, machine, execution }: Started): void {
    const store = this.#store
    store.lastSeq = seq
    rememberMachine(store, execution.machine, machine)
    store.fresh.add(seq)
    store.hasMapRuns ||= execution.mapRun !== undefined
    makeReady(store, seq, execution.plan)
  }

  #existing(id: string): StartResult | undefined {
    const found = this.#find.first(toColumn(id))
    return found && { outcome: "exists", record: recordOf(this.#store, found) }
  }
}
