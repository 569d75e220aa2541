import { DatabaseSync } from "node:sqlite"

import type { EffectState, EffectStore } from "@stepwright/dsl"

/** What happened in the shop, and what is known of each idempotency key. */
export interface Books {
  readonly effects: EffectStore
  /** Notes that something happened. As at a bank, a key counts once: a second entry under it changes nothing. */
  enter(key: string, what: string, result: unknown): void
  /** What was entered under a key. */
  entry(key: string): unknown
  /** Keys of what was done and not undone. */
  standing(what: string): readonly string[]
  close(): void
}

interface EntryRow {
  readonly key: string
  readonly result: string
}

/** Opens the books, and begins them where there are none. */
export function openBooks(file: string): Books {
  // Others may be writing, where several workers share them.
  const db = new DatabaseSync(file, { timeout: 10_000 })
  db.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, what TEXT NOT NULL, result TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS effects (key TEXT PRIMARY KEY, state TEXT NOT NULL, known TEXT NOT NULL) WITHOUT ROWID;
  `)
  const enter = db.prepare("INSERT INTO entries VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING")
  const entry = db.prepare("SELECT key, result FROM entries WHERE key = ?")
  const standing = db.prepare(
    "SELECT key FROM entries AS done WHERE what = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE key = done.key || '~undo')",
  )
  const known = db.prepare("SELECT known FROM effects WHERE key = ?")
  const begin = db.prepare("INSERT INTO effects VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING")
  const replace = db.prepare("UPDATE effects SET state = ?, known = ? WHERE key = ? AND state = ?")
  return {
    effects: {
      get(key) {
        const row = known.get(key) as { readonly known: string } | undefined // the query's column
        return row === undefined ? undefined : (JSON.parse(row.known) as EffectState) // written below
      },
      put(key, expected, next) {
        const text = JSON.stringify(next)
        const { changes } =
          expected === undefined ? begin.run(key, next.state, text) : replace.run(next.state, text, key, expected)
        return changes === 1
      },
    },
    enter(key, what, result) {
      enter.run(key, what, JSON.stringify(result))
    },
    entry(key) {
      const row = entry.get(key) as EntryRow | undefined // the query's columns
      return row === undefined ? undefined : JSON.parse(row.result)
    },
    standing: (what) => (standing.all(what) as unknown as readonly EntryRow[]).map(({ key }) => key), // likewise
    close() {
      db.close()
    },
  }
}
