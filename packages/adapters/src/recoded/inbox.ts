import type { Inbox } from "@stepwright/engine"

import type { Codec } from "./codec.ts"

/** Word from outside. */
export function recodedInbox(inbox: Inbox, codec: Codec): Inbox {
  return {
    async send({ execution, body, when }) {
      return inbox.send({ execution, body: await codec.write(body, { kind: "message", of: execution }), when })
    },
    async answer({ token, body, final }) {
      return inbox.answer({ token, body: await codec.write(body, { kind: "answer", of: token }), final })
    },
  }
}
