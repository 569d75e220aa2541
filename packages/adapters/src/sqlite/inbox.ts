import type { Inbox } from "@stepwright/engine"

import type { Mailbox } from "./mailbox.ts"
import { statuses } from "./schema.ts"
import { Query } from "./query.ts"
import { type Store, transaction } from "./store.ts"
import { toColumn } from "./text.ts"

/** Word from outside. */
export function sqliteInbox(store: Store, mailbox: Mailbox): Inbox {
  const find = new Query<{ seq: number; plan: number; status: number }>(
    store.db,
    "SELECT e.seq, s.plan, s.status FROM executions e JOIN standing s ON s.seq = e.seq WHERE e.id = ?",
  )
  return {
    async send({ execution, body, when }) {
      const sent = transaction(store, () => {
        const found = find.first(toColumn(execution))
        if (found === undefined) return { result: { outcome: "unknown" as const } }
        const status = statuses[found.status] ?? "RUNNING"
        if (!when.includes(status)) return { result: { outcome: "refused" as const, status } }
        return { result: { outcome: "accepted" as const }, deliver: mailbox.put(found.seq, found.plan, body) }
      })
      sent.deliver?.()
      return sent.result
    },
    async answer({ token, body, final }) {
      const answered = transaction(store, () => mailbox.answer(token, body, final))
      answered.deliver?.()
      return answered.result
    },
  }
}
