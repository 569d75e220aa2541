import type { Plans, StoredPlan } from "@stepwright/engine"

import { MachineNumbers, rememberMachine, rememberPlan } from "./numbers.ts"
import { Query } from "./query.ts"
import { reading, type Store, transaction } from "./store.ts"
import { fromColumn, type StoredText, toColumn } from "./text.ts"

interface PlanRow {
  readonly id: StoredText
  readonly machine: StoredText
  readonly text: StoredText
}

/** Plans, for good. */
export function sqlitePlans(store: Store): Plans {
  const { db } = store
  const columns = "p.id, m.name AS machine, p.text FROM plans p JOIN machines m ON m.no = p.machine"
  const insertPlan = new Query<{ no: number }>(
    db,
    "INSERT INTO plans (id, machine, text) VALUES (?, ?, ?) RETURNING no",
  )
  const machines = new MachineNumbers(store)
  const byId = new Query<PlanRow>(db, `SELECT ${columns} WHERE p.id = ?`)
  const all = new Query<PlanRow>(db, `SELECT ${columns} ORDER BY p.no LIMIT -1 OFFSET ?`)

  return {
    async put({ id, machine: name, text }) {
      const stored = transaction(store, () => {
        if (store.planNo.has(id)) return undefined
        const machine = machines.of(name)
        return { machine, no: insertPlan.first(toColumn(id), machine, toColumn(text))?.no ?? 0 }
      })
      if (stored === undefined) return
      rememberMachine(store, name, stored.machine)
      rememberPlan(store, id, stored.no)
    },
    async get({ id }) {
      const found = reading(store, () => byId.first(toColumn(id)))
      return found === undefined ? undefined : storedPlan(found)
    },
    async list({ from = 0 } = {}) {
      return reading(store, () => all.all(from)).map(storedPlan)
    },
  }
}

function storedPlan({ id, machine, text }: PlanRow): StoredPlan {
  return { id: fromColumn(id), machine: fromColumn(machine), text: fromColumn(text) }
}
