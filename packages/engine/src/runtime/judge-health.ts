import type { VitalSigns } from "./vitals.ts"

/** Whether a worker gets on. */
export interface WorkerHealth {
  /** It gets on, or has nothing to get on with: there is no reason to replace it. */
  readonly live: boolean
  /** It has a session, takes up executions, and its store answers. */
  readonly ready: boolean
  /** Why it is not live. `NO_SESSION`: it has none, and gets none. `STORE_SILENT`: a tick is not answered. `NO_PROGRESS`: work waits, and nothing is taken up or committed. */
  readonly problem?: "NO_SESSION" | "STORE_SILENT" | "NO_PROGRESS"
  /** How long the problem has lasted, in milliseconds. */
  readonly forMs?: number
  /** Executions that it holds, and handlers that run. */
  readonly executions: number
  readonly handlers: number
  /** Jobs of task queues that it works on; absent where it has no queues. */
  readonly jobs?: number
}

/**
 * Judges a worker by what it did, not by whether it answers. A worker whose places are all taken by handlers that run
 * is no worse for it: how long a handler may run is its task's timeout's business.
 * @param now - milliseconds of this process.
 * @param polls - whether it asks its store now and then, even where nothing happens.
 */
export function judgeHealth(signs: VitalSigns, now: number, stallAfterMs: number, polls: boolean): WorkerHealth {
  const { state, session, executions, handlers } = signs
  const counts = { executions, handlers }
  const worst = problemsOf(signs, now, polls).find(({ forMs }) => forMs > stallAfterMs)
  const ready = state === "running" && session && worst === undefined && signs.answeredAt > -Infinity
  if (worst === undefined || state === "closed") return { live: true, ready, ...counts }
  return { live: false, ready: false, ...worst, ...counts }
}

type Problem = Required<Pick<WorkerHealth, "problem" | "forMs">>

function problemsOf(signs: VitalSigns, now: number, polls: boolean): readonly Problem[] {
  const { state, session, sessionSince, askedAt, answeredAt, movedAt, moreSince, room, handlers } = signs
  const problems: Problem[] = []
  if (!session) problems.push({ problem: "NO_SESSION", forMs: now - sessionSince })
  if (askedAt !== undefined) problems.push({ problem: "STORE_SILENT", forMs: now - askedAt })
  else if (session && polls) problems.push({ problem: "STORE_SILENT", forMs: now - Math.max(answeredAt, sessionSince) })
  if (session && state === "running" && moreSince !== undefined && (room > 0 || handlers === 0)) {
    problems.push({ problem: "NO_PROGRESS", forMs: now - Math.max(movedAt, sessionSince, moreSince) })
  }
  return problems
}
