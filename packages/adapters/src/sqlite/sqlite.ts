import type { Backend } from "@stepwright/engine"

import { ReadyQueue } from "../single-process/ready-queue.ts"
import { Sleepers } from "../single-process/sleepers.ts"
import { sqliteDeadLetters } from "./dead-letters.ts"
import { sqliteDocuments } from "./documents.ts"
import { sqliteExecutions } from "./executions.ts"
import { sqliteInbox } from "./inbox.ts"
import { loadWork } from "./load-work.ts"
import { Mailbox } from "./mailbox.ts"
import { loadNumbers } from "./numbers.ts"
import { openFile } from "./open-file.ts"
import { sqlitePlans } from "./plans.ts"
import { sqliteSessions } from "./sessions.ts"
import { fileError } from "./sqlite-error.ts"
import type { Store } from "./store.ts"

/** What {@link sqlite} opens, and how careful it is. */
export interface SqliteOptions {
  /** The database file; created where there is none, with its folder. `-wal` is appended to its name for the log. */
  readonly file: string
  /**
   * What a power cut or a crash of the operating system may take. `normal` (default): the last moments before it,
   * whole ticks at a time, never something in between. `full`: nothing that was acknowledged, for one fsync per
   * call or tick. The end of the process, `kill -9` included, takes nothing in either.
   */
  readonly synchronous?: "normal" | "full"
}

/**
 * A backend in one file, for one process at a time: durable, with nothing to install or run beside it.
 * @throws {AdapterError} `FILE_BUSY` while another backend has the file; `FILE_FOREIGN`, `FILE_VERSION` or
 * `FILE_CORRUPT` for a file that it must not use, which is then left as it was, byte by byte; `BACKEND_FAILED` for a
 * path that cannot be opened.
 */
export function sqlite(options: SqliteOptions): Backend {
  const { file, synchronous = "normal" } = options
  const store = openStore(file, synchronous)
  const mailbox = new Mailbox(store)
  const { sessions, closeAll } = sqliteSessions(store, mailbox)
  return {
    name: "sqlite",
    capabilities: { durable: true, shared: false },
    plans: sqlitePlans(store),
    executions: sqliteExecutions(store),
    sessions,
    inbox: sqliteInbox(store, mailbox),
    deadLetters: sqliteDeadLetters(store),
    documents: sqliteDocuments(store),
    async close() {
      if (store.closed) return
      try {
        closeAll()
      } finally {
        store.closed = true
        store.db.close()
      }
    },
  }
}

function openStore(file: string, synchronous: "normal" | "full"): Store {
  const db = openFile({ file, synchronous })
  try {
    const store: Store = {
      db,
      closed: false,
      stale: false,
      planNo: new Map(),
      planId: new Map(),
      machineNo: new Map(),
      machineName: new Map(),
      sessions: new Map(),
      owned: new Map(),
      ready: new ReadyQueue(),
      sleepers: new Sleepers(),
      fresh: new Set(),
      lastSeq: 0,
      hasMapRuns: false,
      load: () => loadWork(store),
      begin: db.prepare("BEGIN"),
      commit: db.prepare("COMMIT"),
      rollback: db.prepare("ROLLBACK"),
    }
    loadNumbers(store)
    store.load()
    return store
  } catch (error) {
    db.close()
    throw fileError(file, error)
  }
}
