import type { Documents, StoredDocument } from "@stepwright/engine"

import { Query } from "./query.ts"
import { reading, type Store, transaction } from "./store.ts"
import { fromColumn, type StoredText, toColumn } from "./text.ts"

interface DocumentRow {
  readonly key: string
  readonly version: number
  readonly text: StoredText
}

/** Documents by their keys. A version is a row's number: the table never gives one twice. */
export function sqliteDocuments(store: Store): Documents {
  const { db } = store
  const byKey = new Query<DocumentRow>(db, "SELECT key, version, text FROM documents WHERE key = ?")
  const insert = new Query<{ readonly version: number }>(
    db,
    "INSERT INTO documents (key, text) VALUES (?, ?) RETURNING version",
  )
  const remove = db.prepare("DELETE FROM documents WHERE key = ? AND version = ?")
  const page = new Query<DocumentRow>(
    db,
    "SELECT key, version, text FROM documents WHERE key > ? AND key >= ? AND key < ? ORDER BY key LIMIT ?",
  )
  return {
    async get({ key }) {
      const found = reading(store, () => byKey.first(key))
      return found === undefined ? undefined : documentOf(found)
    },
    async put({ key, text, expected }) {
      return transaction(store, () => {
        if (expected === 0 ? byKey.first(key) !== undefined : remove.run(key, expected).changes === 0) return undefined
        return insert.first(key, toColumn(text))?.version
      })
    },
    async remove({ key, expected }) {
      return transaction(store, () => remove.run(key, expected).changes === 1)
    },
    async list({ prefix, after = "", limit }) {
      // A key is printable ASCII: what follows every key of a prefix ends with DEL.
      return reading(store, () => page.all(after, prefix, `${prefix}\x7f`, limit)).map(documentOf)
    },
  }
}

function documentOf({ key, version, text }: DocumentRow): StoredDocument {
  return { key, version, text: fromColumn(text) }
}
