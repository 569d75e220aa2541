import type { Backend, Logger } from "@stepwright/engine"

import type { Codec } from "./codec.ts"
import { recodedDeadLetters } from "./dead-letters.ts"
import { recodedExecutions } from "./executions.ts"
import { recodedInbox } from "./inbox.ts"
import { recodedSessions } from "./sessions.ts"

/** A backend that keeps the texts of another in the form that a codec gives them. Plans hold no user data: they stay. */
export function recoded(backend: Backend, codec: Codec, logger?: Logger): Backend {
  return {
    ...backend,
    // What one tick's texts take must not let the next one overtake it.
    capabilities: { ...backend.capabilities, overlapping: false },
    executions: recodedExecutions(backend.executions, codec),
    sessions: recodedSessions(backend, codec, logger),
    inbox: recodedInbox(backend.inbox, codec),
    deadLetters: recodedDeadLetters(backend.deadLetters, codec),
  }
}
