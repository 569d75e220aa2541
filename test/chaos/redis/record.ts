import { DatabaseSync, type SQLInputValue } from "node:sqlite"

/** What a worker says of itself, one line of JSON each, the moment that it happens. Times are milliseconds since 1970. */
export type Line =
  /** It runs. */
  | readonly ["up", at: number]
  /** A handler begins. */
  | readonly ["call", at: number, execution: string, effect: string, key: string]
  /** It is about to answer. */
  | readonly ["did", at: number, key: string]
  /** An event of an execution's history is durable, as the worker was told. */
  | readonly ["told", at: number, execution: string, event: number, digest: string]
  /** A token to be answered. */
  | readonly ["token", at: number, effect: string, token: string]
  /** A warning or an error. */
  | readonly ["log", at: number, message: string]

/** What is known of a run outside of Redis: what was promised, what was seen, what there is at the end. */
export interface Record {
  readonly db: DatabaseSync
  /** Adds a row. Of one that is there already, the columns given are replaced. */
  put(table: Table, row: Readonly<{ [column: string]: SQLInputValue }>): void
  /** Adds what a worker said, in one transaction. */
  take(worker: string, lines: readonly Line[]): void
  close(): void
}

/** Tables, their columns, and what makes a row the same. */
const tables = {
  // What was started: when it was first asked for, and when the start was acknowledged.
  starts: "name TEXT PRIMARY KEY, kind TEXT, asked REAL, acked REAL, execution TEXT",
  // Starts that were repeated after their acknowledgement: whether the execution was found.
  repeats: "name TEXT PRIMARY KEY, at REAL, existed INTEGER",
  // Answers, stops and cancellations, and what became of them: acked, or an error's code. `value` is an answer's.
  words: "name TEXT, what TEXT, value TEXT, at REAL, outcome TEXT, PRIMARY KEY (name, what, value)",
  calls: "worker TEXT, at REAL, execution TEXT, effect TEXT, key TEXT, did REAL",
  told: "worker TEXT, at REAL, execution TEXT, event INTEGER, digest TEXT",
  logs: "worker TEXT, at REAL, message TEXT",
  // `deaf`: since when the replica has heard nothing that took over; `struck`: when the server was gone; `spared`: 1 where
  // the victim was a replica, on which nothing depends that was acknowledged.
  faults:
    "id INTEGER PRIMARY KEY, kind TEXT, began REAL, ended REAL, victim TEXT, detail TEXT, deaf REAL, struck REAL, spared INTEGER",
  // When a worker's process was gone.
  lives: "worker TEXT PRIMARY KEY, gone REAL",
  // What nobody may see: a worker that ended by itself, an answer that no caller can act on.
  problems: "at REAL, what TEXT, subject TEXT, detail TEXT",
  // What the store says at the end.
  ends: "name TEXT PRIMARY KEY, status TEXT, output TEXT",
  history: "execution TEXT, event INTEGER, digest TEXT, type TEXT, PRIMARY KEY (execution, event)",
} as const

export type Table = keyof typeof tables

/** Opens a record; `:memory:` for one that goes with the process. */
export function openRecord(file: string): Record {
  const db = new DatabaseSync(file)
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")
  for (const [name, columns] of Object.entries(tables)) db.exec(`CREATE TABLE ${name} (${columns})`)
  db.exec(`
    CREATE INDEX calls_key ON calls (key, worker);
    CREATE INDEX calls_effect ON calls (effect);
    CREATE INDEX told_event ON told (execution, event);
  `)
  const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>()
  const put: Record["put"] = (table, row) => {
    const columns = Object.keys(row)
    const sql = `${table} ${columns.join()}`
    const statement =
      prepared.get(sql) ??
      db.prepare(
        `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => "?").join()})` +
          (tables[table].includes("PRIMARY KEY")
            ? ` ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join()}`
            : ""),
      )
    prepared.set(sql, statement)
    statement.run(...Object.values(row))
  }
  const did = db.prepare("UPDATE calls SET did = ? WHERE key = ? AND worker = ? AND did IS NULL")
  return {
    db,
    put,
    take(worker, lines) {
      db.exec("BEGIN")
      for (const line of lines) {
        if (line[0] === "call") {
          const [, at, execution, effect, key] = line
          put("calls", { worker, at, execution, effect, key })
        } else if (line[0] === "did") did.run(line[1], line[2], worker)
        else if (line[0] === "told") {
          const [, at, execution, event, digest] = line
          put("told", { worker, at, execution, event, digest })
        } else if (line[0] === "log") put("logs", { worker, at: line[1], message: line[2] })
      }
      db.exec("COMMIT")
    },
    close: () => db.close(),
  }
}
