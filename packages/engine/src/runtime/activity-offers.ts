import type { RunTask } from "../core/index.ts"
import type { Backend } from "../ports/backend.ts"
import { activityKey, activityName, type OfferedTask, tasksOf } from "./activity-task.ts"
import type { Answers } from "./answers.ts"
import type { Owned } from "./owned.ts"
import type { StoreErrands } from "./store-errands.ts"
import { activityBellOf } from "./store-bells.ts"
import type { Work } from "./work.ts"

/** Puts tasks of activities where their workers look for them. */
export class ActivityOffers {
  readonly #backend: Backend
  readonly #errands: StoreErrands

  constructor(backend: Backend, errands: StoreErrands) {
    this.#backend = backend
    this.#errands = errands
  }

  /** Offers a task; doing it again for the same order finds what was offered, or offers it once more where it was taken. */
  offer(owned: Owned, work: Work, order: RunTask, answers: Answers): void {
    owned.errands++
    this.#errands
      .ask({ owned, work, answers, id: order.resource }, () => this.#put(owned.id, order))
      .then((outcome) => {
        if (outcome === "offered") answers.submitted(owned, work, null)
        // The core words it.
        if (outcome === "unknown") answers.failed(owned, work, { error: "States.Runtime" })
      })
      .catch((error: unknown) => {
        const cause = error instanceof Error ? error.message : String(error)
        answers.failed(owned, work, { error: "StepFunctions.ServiceException", cause })
      })
      .finally(() => {
        owned.errands--
        answers.rested(owned)
      })
  }

  async #put(execution: string, { resource, token = "", sinceMs }: RunTask): Promise<"offered" | "unknown"> {
    const { documents } = this.#backend
    const name = activityName(resource)
    if ((await documents.get({ key: activityKey(name) })) === undefined) return "unknown"
    const task: OfferedTask = { execution, token }
    const key = `${tasksOf(name)}${String(sinceMs).padStart(15, "0")}-${token}`
    await documents.put({ key, text: JSON.stringify(task), expected: 0 })
    activityBellOf(this.#backend).ring()
    return "offered"
  }
}
