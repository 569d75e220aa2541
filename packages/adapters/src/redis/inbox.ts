import type { AnswerResult, Inbox } from "@stepwright/engine"

import { statuses } from "./record.ts"
import { hint, type Store } from "./store.ts"
import { toStored } from "./text.ts"

/** Word from outside. */
export function redisInbox(store: Store): Inbox {
  const { server, keys } = store
  return {
    async send({ execution, body, when }) {
      const { route, partition } = keys.place(execution)
      const accepting = when.map((status) => statuses.indexOf(status)).join("")
      const sent = await server.runMarked<string>(
        "message",
        [keys.root(partition)],
        ["send", route, toStored(body), accepting],
      )
      if (sent === "unknown") return { outcome: "unknown" }
      if (sent !== "accepted") return { outcome: "refused", status: statuses[Number(sent)] ?? "RUNNING" }
      hint(store, partition)
      return { outcome: "accepted" }
    },
    async answer({ token, body, final }) {
      const place = keys.placeOfToken(token)
      if (place === undefined) {
        if (server.closed) await server.ask(async () => {})
        return "unknown"
      }
      const { route, rest, partition } = place
      const args = ["answer", route, toStored(rest), toStored(body), final ? "1" : "0"]
      const answered = await server.runMarked<AnswerResult>("message", [keys.root(partition)], args)
      if (answered === "accepted") hint(store, partition)
      return answered
    },
  }
}
