import { Query } from "./query.ts"
import type { Store } from "./store.ts"
import { fromColumn, type StoredText, toColumn } from "./text.ts"

/** Reads the numbers that stand for plans and machines. */
export function loadNumbers(store: Store): void {
  const { db } = store
  for (const { no, name } of new Query<{ no: number; name: StoredText }>(db, "SELECT no, name FROM machines").all()) {
    rememberMachine(store, fromColumn(name), no)
  }
  for (const { no, id } of new Query<{ no: number; id: StoredText }>(db, "SELECT no, id FROM plans").all()) {
    rememberPlan(store, fromColumn(id), no)
  }
}

/** Gives machines their numbers, inside a transaction: {@link rememberMachine} once that is committed. */
export class MachineNumbers {
  readonly #store: Store
  readonly #insert: Query<{ no: number }>

  constructor(store: Store) {
    this.#store = store
    this.#insert = new Query(
      store.db,
      "INSERT INTO machines (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING no",
    )
  }

  of(name: string): number {
    return this.#store.machineNo.get(name) ?? this.#insert.first(toColumn(name))?.no ?? 0
  }
}

/** Only after the commit of what gave it its number. */
export function rememberMachine(store: Store, name: string, no: number): void {
  store.machineNo.set(name, no)
  store.machineName.set(no, name)
}

/** Likewise. */
export function rememberPlan(store: Store, id: string, no: number): void {
  store.planNo.set(id, no)
  store.planId.set(no, id)
}
