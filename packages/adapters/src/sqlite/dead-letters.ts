import type { DeadLetter, DeadLetters } from "@stepwright/engine"

import { beforeCursor, cursorAfter } from "../single-process/cursor.ts"
import { Query } from "./query.ts"
import { reading, type Store, transaction } from "./store.ts"
import { fromColumn, type StoredText, toColumn } from "./text.ts"

interface LetterRow {
  readonly no: number
  readonly id: StoredText
  readonly execution: StoredText
  readonly at: number
  readonly body: StoredText
}

/** Dead letters, in the order they were written. */
export function sqliteDeadLetters(store: Store): DeadLetters {
  const { db } = store
  const columns = "no, id, execution, at, body FROM dead_letters"
  const page = new Query<LetterRow>(db, `SELECT ${columns} WHERE no < ? ORDER BY no DESC LIMIT ?`)
  const byId = new Query<LetterRow>(db, `SELECT ${columns} WHERE id = ?`)
  const remove = db.prepare("DELETE FROM dead_letters WHERE id = ?")
  return {
    async list({ limit, cursor }) {
      const found = reading(store, () => page.all(beforeCursor(cursor, {}), limit + 1))
      const letters = found.slice(0, limit).map(letterOf)
      const last = found[limit - 1]
      return found.length > limit && last !== undefined ? { letters, cursor: cursorAfter(last.no, {}) } : { letters }
    },
    async get({ id }) {
      const found = reading(store, () => byId.first(toColumn(id)))
      return found === undefined ? undefined : letterOf(found)
    },
    async remove({ id }) {
      return { removed: transaction(store, () => remove.run(toColumn(id)).changes) === 1 }
    },
  }
}

function letterOf({ id, execution, at, body }: LetterRow): DeadLetter {
  return { id: fromColumn(id), execution: fromColumn(execution), at, body: fromColumn(body) }
}
