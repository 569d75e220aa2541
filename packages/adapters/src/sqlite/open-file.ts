import { existsSync, mkdirSync, rmSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import type { DatabaseSync } from "node:sqlite"
import { pathToFileURL } from "node:url"

import { nodeSqlite } from "./node-sqlite.ts"
import { applicationId, formatVersion, laterSchema, schema } from "./schema.ts"
import { fileError, fileRefusal } from "./sqlite-error.ts"

/** What is asked of {@link openFile}. */
export interface FileOptions {
  readonly file: string
  readonly synchronous: "normal" | "full"
}

/**
 * Opens a database file for this process alone, and creates it where there is none. The operating system lets go of
 * the lock when the process ends, however it ends.
 * @throws {AdapterError} `FILE_BUSY`, `FILE_FOREIGN`, `FILE_VERSION`, `FILE_CORRUPT`: the file was not touched.
 * `BACKEND_FAILED`: the path cannot be used.
 */
export function openFile({ file: path, synchronous }: FileOptions): DatabaseSync {
  if (path === "" || path === ":memory:") {
    const instead = "for one that keeps nothing, use `memory()` of @stepwright/adapters/memory"
    throw fileRefusal("BACKEND_FAILED", `'${path}' names no file: this backend lives in one; ${instead}.`)
  }
  const file = resolve(path)
  let db: DatabaseSync | undefined
  try {
    if (!existsSync(file) || statSync(file).size === 0) create(file)
    check(file)
    db = new (nodeSqlite().DatabaseSync)(file)
    // Exclusive before the first access: so the log's index is in this process's memory, and no file of its own.
    db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; COMMIT")
    db.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY`)
    db.exec(laterSchema)
    // Left by the check of a file with a log. Nobody else uses the file now.
    rmSync(`${file}-shm`, { force: true })
    // The log is written back every 16 MB, and its file is cut to that size when a burst has made it longer.
    db.exec("PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 16777216")
    return db
  } catch (error) {
    db?.close()
    throw fileError(file, error)
  }
}

/** In one transaction, so that a file is empty or whole, and of two processes one creates it. */
function create(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const db = new (nodeSqlite().DatabaseSync)(file)
  try {
    db.exec("BEGIN EXCLUSIVE")
    if (db.prepare("SELECT 1 FROM sqlite_schema").get() !== undefined) return // another process was faster
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}; ${schema} COMMIT`)
  } finally {
    db.close()
  }
}

/**
 * Looks at a file through a connection that cannot write. Reading the header's bytes past SQLite would be simpler, but
 * closing any handle of a file drops all its POSIX locks, also those of another backend in this process.
 */
function check(file: string): void {
  const log = `${file}-wal`
  try {
    // Without a log there is nothing to share: this way no file is made beside it, and none is locked.
    if (!existsSync(log)) return checkContent(file, new URL("?immutable=1", pathToFileURL(file)))
  } catch (error) {
    // Somebody who writes to it meanwhile makes it look damaged.
    if (!existsSync(log)) throw error
  }
  // Sees what the log holds as well, and leaves both as they are.
  checkContent(file, file)
}

function checkContent(file: string, location: string | URL): void {
  const db = new (nodeSqlite().DatabaseSync)(location, { readOnly: true })
  try {
    if (pragma(db, "application_id") !== applicationId) {
      throw fileRefusal("FILE_FOREIGN", `'${file}' is not a Stepwright database.`)
    }
    const version = pragma(db, "user_version")
    if (version !== formatVersion) {
      throw fileRefusal(
        "FILE_VERSION",
        `'${file}' has format ${String(version)}; this release knows format ${formatVersion}.`,
      )
    }
    const found = new Set(definitions(db).map(({ sql }) => sql))
    const missing = expectedDefinitions().filter(({ sql }) => !found.has(sql))
    if (missing.length > 0) {
      const what = missing.map(({ type, name }) => `${type} ${name}`).join(", ")
      throw fileRefusal("FILE_CORRUPT", `'${file}' lacks or has changed: ${what}.`)
    }
    const expected = Number(pragma(db, "page_count")) * Number(pragma(db, "page_size"))
    // The newest pages may stand in the log only.
    if (location !== file && statSync(file).size < expected) {
      throw fileRefusal("FILE_CORRUPT", `'${file}' has lost its end: it should have ${expected} bytes.`)
    }
    const finding = pragma(db, "quick_check(1)")
    if (finding !== "ok") throw fileRefusal("FILE_CORRUPT", `'${file}' is damaged: ${String(finding)}.`)
  } finally {
    db.close()
  }
}

interface Definition {
  readonly type: string
  readonly name: string
  readonly sql: string
}

/** The tables and indexes of a database, by the text that made them. */
function definitions(db: DatabaseSync): readonly Definition[] {
  const rows = db.prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").all()
  return rows as unknown as readonly Definition[] // the query's columns
}

/** Those of a file as this release makes it. */
function expectedDefinitions(): readonly Definition[] {
  const db = new (nodeSqlite().DatabaseSync)(":memory:")
  try {
    db.exec(schema)
    return definitions(db)
  } finally {
    db.close()
  }
}

function pragma(db: DatabaseSync, name: string): unknown {
  return Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
}
