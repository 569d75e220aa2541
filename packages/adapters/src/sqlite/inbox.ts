import type { Inbox } from "@stepwright/engine"

import type { Mailbox } from "./mailbox.ts"
import { type Store, transaction } from "./store.ts"

/** Word from outside. */
export function sqliteInbox(store: Store, mailbox: Mailbox): Inbox {
  return {
    async send({ execution, body, when }) {
      const sent = transaction(store, () => mailbox.send(execution, body, when))
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
