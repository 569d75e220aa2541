import type { DeadLetter, DeadLetters } from "@stepwright/engine"

import { beforeCursor, cursorAfter } from "../single-process/cursor.ts"
import { assertOpen, type Store } from "./store.ts"

/** Dead letters, in the order they were written. */
export function memoryDeadLetters(store: Store): DeadLetters {
  return {
    async list({ limit, cursor }) {
      assertOpen(store)
      const before = beforeCursor(cursor, {})
      const letters: DeadLetter[] = []
      let last = 0
      for (const { seq, letter } of [...store.deadLetters.values()].reverse()) {
        if (seq >= before) continue
        // One beyond the page tells that there is a next one.
        if (letters.length === limit) return { letters, cursor: cursorAfter(last, {}) }
        letters.push(letter)
        last = seq
      }
      return { letters }
    },
    async get({ id }) {
      assertOpen(store)
      return store.deadLetters.get(id)?.letter
    },
    async remove({ id }) {
      assertOpen(store)
      return { removed: store.deadLetters.delete(id) }
    },
  }
}
