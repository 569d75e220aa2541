import type { DeadLetter, DeadLetters } from "@stepwright/engine"

import { beforeCursor, cursorAfter } from "../single-process/cursor.ts"
import { Query } from "./query.ts"
import { letterStatuses } from "./schema.ts"
import { reading, type Store, transaction } from "./store.ts"
import { fromColumn, type StoredText, toColumn, toNullableColumn } from "./text.ts"

interface LetterRow {
  readonly no: number
  readonly id: StoredText
  readonly execution: StoredText
  readonly at: number
  readonly body: StoredText
  readonly details: StoredText | null
  readonly status: number
  readonly retries: number
  readonly changed_at: number | null
  readonly note: StoredText | null
}

/** Dead letters, in the order they were written. */
export function sqliteDeadLetters(store: Store): DeadLetters {
  const { db } = store
  const columns = "no, id, execution, at, body, details, status, retries, changed_at, note FROM dead_letters"
  const newest = "no < ? ORDER BY no DESC LIMIT ?"
  const all = new Query<LetterRow>(db, `SELECT ${columns} WHERE ${newest}`)
  const standing = new Query<LetterRow>(db, `SELECT ${columns} WHERE status = ? AND ${newest}`)
  const ofOne = new Query<LetterRow>(
    db,
    `SELECT ${columns} WHERE execution = ? AND (? < 0 OR status = ?) AND ${newest}`,
  )
  const byId = new Query<LetterRow>(db, `SELECT ${columns} WHERE id = ?`)
  const change = db.prepare(
    "UPDATE dead_letters SET status = ?, retries = retries + ?, changed_at = ?, note = ? WHERE id = ? AND status = 0",
  )
  return {
    async list(params) {
      const { limit, execution, status } = params
      const found = reading(store, () => {
        const page = [beforeCursor(params.cursor, params), limit + 1] as const
        const code = status === undefined ? -1 : letterStatuses.indexOf(status)
        if (execution !== undefined) return ofOne.all(toColumn(execution), code, code, ...page)
        return code < 0 ? all.all(...page) : standing.all(code, ...page)
      })
      const letters = found.slice(0, limit).map(letterOf)
      const last = found[limit - 1]
      return found.length > limit && last !== undefined
        ? { letters, cursor: cursorAfter(last.no, params) }
        : { letters }
    },
    async get({ id }) {
      const found = reading(store, () => byId.first(toColumn(id)))
      return found === undefined ? undefined : letterOf(found)
    },
    async change({ id, change: { status, at, note } }) {
      const code = letterStatuses.indexOf(status)
      const retried = status === "DROPPED" ? 0 : 1
      const written = transaction(store, () => change.run(code, retried, at, toNullableColumn(note), toColumn(id)))
      return { changed: written.changes === 1 }
    },
  }
}

function letterOf(row: LetterRow): DeadLetter {
  const { id, execution, at, body, details, status, retries, changed_at, note } = row
  return {
    id: fromColumn(id),
    execution: fromColumn(execution),
    at,
    body: fromColumn(body),
    ...(details === null ? {} : { details: fromColumn(details) }),
    status: letterStatuses[status] ?? "OPEN",
    retries,
    ...(changed_at === null ? {} : { changedAt: changed_at }),
    ...(note === null ? {} : { note: fromColumn(note) }),
  }
}
