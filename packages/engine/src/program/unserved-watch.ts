import type { Backend } from "../ports/backend.ts"
import type { Logger } from "../runtime/logger.ts"

/** How often a worker looks, in milliseconds. */
const everyMs = 15_000
/** How often it says so again while it lasts. */
const againMs = 300_000

/**
 * Raises an alarm about work that nobody can run: executions of a plan that no session serves, found at two looks in a
 * row, so that the change from one worker to the next is none.
 */
export class UnservedWatch {
  readonly #backend: Backend
  readonly #logger: Logger
  /** By plan, when it was last said; undefined where it was found once. */
  #found = new Map<string, { readonly ready: number; readonly saidAt: number | undefined }>()
  #timer: NodeJS.Timeout | undefined = undefined

  constructor(backend: Backend, logger: Logger) {
    this.#backend = backend
    this.#logger = logger
  }

  /** Executions that nobody can run, as of the last look. */
  get count(): number {
    return [...this.#found.values()].reduce((sum, { ready }) => sum + ready, 0)
  }

  start(): void {
    if (this.#backend.sessions.unserved === undefined || this.#timer !== undefined) return
    const look = (): void => void this.look(performance.now()).catch(() => {}) // a store that fails is told of elsewhere
    this.#timer = setInterval(look, everyMs).unref()
    look()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** @param now - milliseconds of this process. */
  async look(now: number): Promise<void> {
    const unserved = (await this.#backend.sessions.unserved?.()) ?? []
    const before = this.#found
    this.#found = new Map()
    for (const { plan, ready } of unserved) {
      const known = before.get(plan)
      const due = known !== undefined && now - (known.saidAt ?? -Infinity) >= againMs
      if (due) await this.#say(plan, ready)
      this.#found.set(plan, { ready, saidAt: due ? now : known?.saidAt })
    }
    for (const [plan, { saidAt }] of before) {
      if (saidAt === undefined || this.#found.has(plan)) continue
      this.#logger.info("work that nobody could run is served again", { plan })
    }
  }

  async #say(plan: string, executions: number): Promise<void> {
    const workflow = (await this.#backend.plans.get({ id: plan }))?.machine
    this.#logger.warn("executions wait that no worker can run", { code: "WORK_UNSERVED", workflow, plan, executions })
  }
}
