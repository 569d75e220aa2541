import type { AnswerResult, Inbox, SendResult, StoredStatus } from "@stepwright/engine"

import { assertOpen, deliver, type Store } from "./store.ts"

/** Word from outside. */
export function memoryInbox(store: Store): Inbox {
  return {
    async send({ execution, body, when }) {
      assertOpen(store)
      return send(store, execution, body, when)
    },
    async answer({ token, body, final }) {
      assertOpen(store)
      return answer(store, token, body, final)
    },
  }
}

/** Sends a message: from outside, or from a commit of another execution. */
export function send(store: Store, execution: string, body: string, when: readonly StoredStatus[]): SendResult {
  const entry = store.executions.get(execution)
  if (entry === undefined) return { outcome: "unknown" }
  if (!when.includes(entry.status)) return { outcome: "refused", status: entry.status }
  deliver(store, entry, body)
  return { outcome: "accepted" }
}

/** Answers a token: from outside, or from a commit of another execution. */
export function answer(store: Store, token: string, body: string, final: boolean): AnswerResult {
  const awaited = store.tokens.get(token)
  if (awaited === undefined) return "unknown"
  const { status } = awaited.entry
  if (!awaited.open || (status !== "RUNNING" && status !== "PARKED")) return "closed"
  if (final) awaited.open = false
  deliver(store, awaited.entry, body)
  return "accepted"
}
