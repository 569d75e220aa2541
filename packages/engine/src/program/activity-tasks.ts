import { pendingCommands, type RunTask } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { StoredDocument } from "../ports/documents.ts"
import { type OfferedTask, tasksOf } from "../runtime/activity-task.ts"
import { messageText } from "../runtime/message.ts"
import { activityBellOf } from "../runtime/store-bells.ts"
import type { ActivityTask, ActivityTaskOptions } from "./client.ts"
import type { History } from "./history.ts"

/** How often a store that others share is looked at, in milliseconds. */
const pollEvery = 250
/** After which time whoever was about to take a task counts as dead, in milliseconds. */
const claimMs = 60_000
/** Tasks that are looked at for one that can be taken. */
const page = 20

/** Hands tasks of activities to those who ask for them. */
export class ActivityTasks {
  readonly #history: History
  readonly #backend: Backend
  readonly #clock: Clock

  constructor(history: History, backend: Backend, clock: Clock) {
    this.#history = history
    this.#backend = backend
    this.#clock = clock
  }

  async next(activity: string, options: ActivityTaskOptions): Promise<ActivityTask | undefined> {
    const { waitMs = 0, worker, signal } = options
    const until = this.#clock.now() + waitMs
    for (;;) {
      const knocked = this.#knock(until, signal)
      try {
        const task = await this.#take(activity, worker)
        if (task !== undefined || this.#clock.now() >= until || signal?.aborted === true) return task
        await knocked.promise
      } finally {
        knocked.stop()
      }
    }
  }

  async #take(activity: string, worker: string | undefined): Promise<ActivityTask | undefined> {
    const { documents, inbox } = this.#backend
    const offered = await documents.list({ prefix: tasksOf(activity), limit: page })
    for (const document of offered) {
      const task = JSON.parse(document.text) as OfferedTask // as it was offered
      const claim = await this.#claim(document, task)
      if (claim === undefined) continue
      const order = await this.#order(task)
      if (order !== undefined) {
        const name = worker === undefined ? {} : { worker }
        const body = messageText({ type: "TaskTaken", token: task.token, ...name })
        await inbox.send({ execution: task.execution, body, when: ["RUNNING"] })
      }
      await documents.remove({ key: document.key, expected: claim })
      if (order !== undefined) return { token: task.token, input: order.input }
    }
    return undefined
  }

  /** The version of the claim; undefined where somebody else was faster. */
  async #claim({ key, version }: StoredDocument, task: OfferedTask): Promise<number | undefined> {
    const now = this.#clock.now()
    if (task.takenAt !== undefined && now - task.takenAt < claimMs) return undefined
    const text = JSON.stringify({ ...task, takenAt: now } satisfies OfferedTask)
    return await this.#backend.documents.put({ key, text, expected: version })
  }

  /** What the task is about; undefined where nobody awaits it any more. */
  async #order({ execution, token }: OfferedTask): Promise<RunTask | undefined> {
    try {
      const { plan, run } = await this.#history.standing(execution)
      for (const order of pendingCommands(plan.machine, run, Infinity)) {
        if (order.type === "RunTask" && order.token === token) return order
      }
      return undefined
    } catch (error) {
      if (EngineError.is(error) && error.code === "EXECUTION_NOT_FOUND") return undefined
      throw error
    }
  }

  /** Resolves when a task may be there, at the latest when the time is up. */
  #knock(
    until: number,
    signal: AbortSignal | undefined,
  ): { readonly promise: Promise<void>; readonly stop: () => void } {
    const { capabilities } = this.#backend
    const stops: (() => void)[] = []
    const promise = new Promise<void>((resolve) => {
      const at = capabilities.shared ? Math.min(until, this.#clock.now() + pollEvery) : until
      stops.push(activityBellOf(this.#backend).listen(resolve), this.#clock.timer(at, resolve), () =>
        signal?.removeEventListener("abort", aborted),
      )
      const aborted = (): void => resolve()
      signal?.addEventListener("abort", aborted, { once: true })
    })
    return { promise, stop: () => stops.forEach((stop) => stop()) }
  }
}
