import type { DatabaseSync, StatementSync } from "node:sqlite"

import { AdapterError, type Message } from "@stepwright/engine"

import { ReadyQueue } from "../single-process/ready-queue.ts"
import { Sleepers } from "../single-process/sleepers.ts"
import { wake, type Wakeable } from "../single-process/wake.ts"
import { adapterError } from "./sqlite-error.ts"

/**
 * The file, and what this process knows beside it. One process has the file to itself, so who owns what lives in
 * memory only: when the process dies, nobody owns anything, and what was running is ready again.
 */
export interface Store {
  readonly db: DatabaseSync
  closed: boolean
  /** What is known in memory may differ from the file, because a tick failed: it is read again before anything else. */
  stale: boolean
  /** Numbers of plans and machines by their names, and back. */
  readonly planNo: Map<string, number>
  readonly planId: Map<number, string>
  readonly machineNo: Map<string, number>
  readonly machineName: Map<number, string>
  readonly sessions: Map<string, Session>
  /** By `seq`, as everything that follows. */
  readonly owned: Map<number, Owned>
  ready: ReadyQueue<number>
  sleepers: Sleepers<number>
  /** Never handed out yet, and their first delivery is counted in the file already. */
  readonly fresh: Set<number>
  lastSeq: number
  /** Whether executions of map runs are, or were, among the others. */
  hasMapRuns: boolean
  /** Fills the queue and the sleepers from the file. */
  load: () => void
  readonly begin: StatementSync
  readonly commit: StatementSync
  readonly rollback: StatementSync
}

/** An execution that a session holds. */
export interface Owned {
  readonly seq: number
  readonly id: string
  readonly plan: string
  readonly session: Session
  running: boolean
  /** The journal's length. */
  length: number
  /** Ids of the messages not dealt with. */
  readonly pending: Set<string>
}

export interface Session extends Wakeable {
  readonly id: string
  /** By the execution's id. */
  readonly owned: Map<string, Owned>
  /** Messages for what it owns that it has not been told of. */
  mail: { readonly owned: Owned; readonly message: Message }[]
}

/** @throws {AdapterError} `BACKEND_CLOSED` */
export function assertOpen(store: Store): void {
  if (store.closed) {
    throw new AdapterError({ code: "BACKEND_CLOSED", message: "The sqlite backend was closed.", retryable: false })
  }
  if (store.stale) refresh(store)
}

/** Runs `work` in one transaction: all of it or nothing. */
export function transaction<T>(store: Store, work: () => T): T {
  assertOpen(store)
  try {
    store.begin.run()
    const result = work()
    store.commit.run()
    return result
  } catch (error) {
    if (store.db.isTransaction) store.rollback.run()
    throw adapterError(error)
  }
}

/** Reads outside a transaction. */
export function reading<T>(store: Store, work: () => T): T {
  assertOpen(store)
  try {
    return work()
  } catch (error) {
    throw adapterError(error)
  }
}

/** Puts an execution that nobody owns where sessions look for work, and tells them. */
export function makeReady(store: Store, seq: number, plan: string, orphan = false): void {
  store.sleepers.remove(seq)
  store.ready.add(seq, plan, orphan)
  for (const session of store.sessions.values()) {
    if (session.planSet.has(plan)) wake(session)
  }
}

/** A failed tick was rolled back in the file only. Every session is ended, and memory follows the file again. */
export function abandon(store: Store): void {
  store.stale = true
  for (const session of store.sessions.values()) {
    wake(session)
    session.owned.clear()
  }
  store.sessions.clear()
  store.owned.clear()
}

function refresh(store: Store): void {
  store.ready = new ReadyQueue()
  store.sleepers = new Sleepers()
  store.fresh.clear()
  try {
    store.load()
    store.stale = false
  } catch (error) {
    throw adapterError(error)
  }
}
