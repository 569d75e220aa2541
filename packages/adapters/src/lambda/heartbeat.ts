import type { TaskLogger } from "@stepwright/dsl"

import { namedError } from "./named-error.ts"
import { isOver, type TokenAnswers } from "./token-answers.ts"

export interface Heartbeat {
  readonly beat: () => void
  /** Sends no more. */
  close(): void
}

/** For tasks without a token: nobody listens. */
export const noHeartbeat: Heartbeat = { beat() {}, close() {} }

/**
 * Sends heartbeats: the first at once, those that follow at most three times in `heartbeatSeconds` (and not more than
 * once in 200 milliseconds), the last of a hurry when its turn comes. Where nobody waits any more the signal aborts.
 */
export function heartbeatOf(
  token: string,
  answers: TokenAnswers,
  controller: AbortController,
  log: TaskLogger,
): Heartbeat {
  const everyMs = Math.max(((answers.heartbeatSeconds ?? 15) * 1000) / 3, 200)
  let [closed, due] = [false, false]
  let pause: NodeJS.Timeout | undefined
  const send = (): void => {
    due = false
    pause = setTimeout(() => {
      pause = undefined
      if (due) send()
    }, everyMs)
    answers.beat(token).catch((error: unknown) => {
      if (closed) return
      if (isOver(error))
        controller.abort(namedError("Stepwright.TaskOver", "Nobody waits for this task any more.", error))
      else log.warn("A heartbeat could not be sent", { error })
    })
  }
  return {
    beat() {
      if (closed) return
      due = true
      if (pause === undefined) send()
    },
    close() {
      closed = true
      clearTimeout(pause)
    },
  }
}
