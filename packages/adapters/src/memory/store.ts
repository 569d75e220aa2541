import {
  AdapterError,
  type DeadLetter,
  type Message,
  type StoredDocument,
  type StoredPlan,
  type StoredStatus,
  type Text,
} from "@stepwright/engine"

import { ReadyQueue } from "../single-process/ready-queue.ts"
import { Sleepers } from "../single-process/sleepers.ts"
import { wake, type Wakeable } from "../single-process/wake.ts"

/** All that a memory backend holds. */
export interface Store {
  closed: boolean
  readonly plans: Map<string, StoredPlan>
  readonly executions: Map<string, Entry>
  /** In order of start; `seq` rises. Pruned ones are taken out. Without those of map runs. */
  order: Entry[]
  /** Likewise, by map run. */
  readonly children: Map<string, Entry[]>
  readonly tokens: Map<string, Awaited>
  /** In the order they were written; `seq` rises. */
  readonly deadLetters: Map<string, { readonly seq: number; letter: DeadLetter }>
  readonly documents: Map<string, StoredDocument>
  readonly sessions: Map<string, Session>
  readonly ready: ReadyQueue<Entry>
  readonly sleepers: Sleepers<Entry>
  /** Counts starts, letters, documents, messages and sessions: a number is never used twice. */
  counter: number
}

/** One execution. What was handed in unwritten stays so. */
export interface Entry {
  readonly seq: number
  readonly id: string
  readonly machine: string
  readonly name: string
  readonly plan: string
  readonly header: Text
  readonly input: Text
  readonly startedAt: number
  readonly mapRun: string | undefined
  status: StoredStatus
  stoppedAt: number | undefined
  output: Text | undefined
  error: string | undefined
  cause: string | undefined
  facts: readonly Text[]
  checkpoint: { readonly length: number; readonly state: string } | undefined
  /** By id, oldest first. */
  inbox: Map<string, Message>
  /** Undefined until it waits for the first one. */
  tokens: string[] | undefined
  /** Who may commit; undefined where nobody has reserved it. */
  owner: Session | undefined
  deliveries: number
  /** The journal's length at the last delivery. */
  deliveredAt: number
}

/** The inbox of every execution that has had no message, which are nearly all: nobody writes to it. */
export const emptyInbox: Map<string, Message> = new Map()

/** A token, and who waits for it. */
interface Awaited {
  readonly entry: Entry
  open: boolean
}

export interface Session extends Wakeable {
  readonly id: string
  /** By id. */
  readonly owned: Map<string, Entry>
  /** Messages for what it owns that it has not been told of. */
  mail: { readonly entry: Entry; readonly message: Message }[]
}

export function emptyStore(): Store {
  return {
    closed: false,
    plans: new Map(),
    executions: new Map(),
    order: [],
    children: new Map(),
    tokens: new Map(),
    deadLetters: new Map(),
    documents: new Map(),
    sessions: new Map(),
    ready: new ReadyQueue(),
    sleepers: new Sleepers(),
    counter: 0,
  }
}

/** @throws {AdapterError} `BACKEND_CLOSED` */
export function assertOpen(store: Store): void {
  if (!store.closed) return
  throw new AdapterError({ code: "BACKEND_CLOSED", message: "The memory backend was closed.", retryable: false })
}

/** Puts an execution that nobody owns where sessions look for work, and tells them. */
export function makeReady(store: Store, entry: Entry, orphan = false): void {
  store.sleepers.remove(entry)
  store.ready.add(entry, entry.plan, orphan)
  for (const session of store.sessions.values()) {
    if (session.planSet.has(entry.plan)) wake(session)
  }
}

/** A message for an execution: to its owner, or it becomes ready. */
export function deliver(store: Store, entry: Entry, body: string): void {
  const message: Message = { id: String(++store.counter), body }
  if (entry.inbox === emptyInbox) entry.inbox = new Map()
  entry.inbox.set(message.id, message)
  if (entry.owner === undefined) {
    makeReady(store, entry)
    return
  }
  entry.owner.mail.push({ entry, message })
  wake(entry.owner)
}
