import type { DeadLetter, DeadLetters } from "@stepwright/engine"

import { beforeCursor, cursorAfter } from "../single-process/cursor.ts"
import { assertOpen, type Store } from "./store.ts"

/** Dead letters, in the order they were written. */
export function memoryDeadLetters(store: Store): DeadLetters {
  return {
    async list(params) {
      assertOpen(store)
      const { limit, cursor, execution, status } = params
      const before = beforeCursor(cursor, params)
      const letters: DeadLetter[] = []
      let last = 0
      for (const { seq, letter } of [...store.deadLetters.values()].reverse()) {
        if (seq >= before || (execution !== undefined && letter.execution !== execution)) continue
        if (status !== undefined && letter.status !== status) continue
        // One beyond the page tells that there is a next one.
        if (letters.length === limit) return { letters, cursor: cursorAfter(last, params) }
        letters.push(letter)
        last = seq
      }
      return { letters }
    },
    async get({ id }) {
      assertOpen(store)
      return store.deadLetters.get(id)?.letter
    },
    async change({ id, change: { status, at, note } }) {
      assertOpen(store)
      const found = store.deadLetters.get(id)
      if (found === undefined || found.letter.status !== "OPEN") return { changed: false }
      const { note: _, ...letter } = found.letter
      const retries = letter.retries + (status === "DROPPED" ? 0 : 1)
      found.letter = { ...letter, status, retries, changedAt: at, ...(note === undefined ? {} : { note }) }
      return { changed: true }
    },
  }
}
