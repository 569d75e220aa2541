import type { Backend } from "@stepwright/engine"

import { memoryDeadLetters } from "./dead-letters.ts"
import { memoryDocuments } from "./documents.ts"
import { memoryExecutions } from "./executions.ts"
import { memoryInbox } from "./inbox.ts"
import { memoryPlans } from "./plans.ts"
import { memorySessions } from "./sessions.ts"
import { emptyStore } from "./store.ts"

/**
 * A backend that lives in this process and ends with it: for tests, and for work that may be lost. It keeps every
 * promise of a backend but durability.
 */
export function memory(): Backend {
  const store = emptyStore()
  return {
    name: "memory",
    capabilities: { durable: false, shared: false, volatile: true },
    plans: memoryPlans(store),
    executions: memoryExecutions(store),
    sessions: memorySessions(store),
    inbox: memoryInbox(store),
    deadLetters: memoryDeadLetters(store),
    documents: memoryDocuments(store),
    async close() {
      store.closed = true
      for (const session of store.sessions.values()) session.ended = true
      store.sessions.clear()
    },
  }
}
