import type { StoredStatus } from "../ports/executions.ts"
import type { ExecutionObserver, WorkerObserver } from "../ports/telemetry.ts"
import type { Dispatcher } from "./dispatcher.ts"
import { machineOfExecution, workflowOf } from "./execution-name.ts"
import type { TakenCommit } from "./owned.ts"
import type { WorkerParts } from "./worker-parts.ts"

/** Has a worker observed, where somebody does. */
export function observeWorker(
  {
    name,
    backend,
    workflows,
    telemetry,
    unserved,
    jobs,
  }: Pick<WorkerParts, "name" | "backend" | "workflows" | "telemetry" | "unserved" | "jobs">,
  owned: { readonly size: number },
  dispatcher: Pick<Dispatcher, "load">,
): WorkerObserver | undefined {
  return telemetry?.worker({
    name,
    backend: backend.name,
    workflows,
    executions: () => owned.size,
    handlers: () => ({ ...dispatcher.load, jobs: jobs() }),
    backlog: () => backend.sessions.backlog?.(),
    unserved,
  })
}

/** @param workflow - Its name, where it is at hand. */
export function tellEnd(
  observer: WorkerObserver | undefined,
  execution: string,
  status: StoredStatus,
  workflow: string | undefined,
): void {
  observer?.ended(workflow ?? workflowOf(machineOfExecution(execution)), status)
}

/** Begins to time a tick; what it answers is called when the tick was answered, with the commits that it refused. */
export function tickTeller(
  observer: WorkerObserver | undefined,
  taken: readonly TakenCommit[],
): ((refused: readonly string[]) => void) | undefined {
  if (observer === undefined || taken.length === 0) return undefined
  const beganAt = systemTime()
  return (refused) => {
    let deadLetters = 0
    const observers: ExecutionObserver[] = []
    for (const { commit, owned } of taken) {
      deadLetters += commit.deadLetters?.length ?? 0
      if (owned.observer?.watches === true) observers.push(owned.observer)
    }
    observer.committed({
      beganAt,
      endedAt: systemTime(),
      commits: taken.length,
      refused: refused.length,
      deadLetters,
      observers,
    })
  }
}

/** Milliseconds since 1970, to the microsecond. */
function systemTime(): number {
  return performance.timeOrigin + performance.now()
}
