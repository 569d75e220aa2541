import type { Clock } from "../ports/clock.ts"
import type { HandlerContext } from "./handler-context.ts"
import { type Logger, withFacts } from "./logger.ts"

/** What a call tells the user's code. */
export interface CallFacts {
  readonly key: string
  readonly attempt: number
  readonly execution: { readonly id: string; readonly name: string }
  readonly step: string
  readonly deadline: number | undefined
  readonly token: string | undefined
}

/** One run of user code, and what it is told. Its costly parts are made when they are asked for. */
export class Call implements HandlerContext {
  readonly key: string
  readonly attempt: number
  readonly execution: { readonly id: string; readonly name: string }
  readonly step: string
  readonly deadline?: number
  readonly token?: string
  readonly #logger: Logger
  readonly #work: { lastBeat: number }
  readonly #clock: Clock
  #heartbeat: (() => void) | undefined = undefined
  #log: Logger | undefined = undefined
  #controller: AbortController | undefined = undefined
  #aborted: string | undefined = undefined

  /** @param work - Where the last heartbeat is written down. */
  constructor(facts: CallFacts, logger: Logger, work: { lastBeat: number }, clock: Clock) {
    this.key = facts.key
    this.attempt = facts.attempt
    this.execution = facts.execution
    this.step = facts.step
    if (facts.deadline !== undefined) this.deadline = facts.deadline
    if (facts.token !== undefined) this.token = facts.token
    this.#logger = logger
    this.#work = work
    this.#clock = clock
  }

  get heartbeat(): () => void {
    this.#heartbeat ??= () => {
      this.#work.lastBeat = this.#clock.now()
    }
    return this.#heartbeat
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#aborted !== undefined) this.#controller.abort(new Error(this.#aborted))
    }
    return this.#controller.signal
  }

  get log(): Logger {
    this.#log ??= withFacts(this.#logger, {
      execution: this.execution.id,
      step: this.step,
      key: this.key,
      attempt: this.attempt,
    })
    return this.#log
  }

  /** Tells the user's code that its answer no longer counts. */
  abort(reason: string): void {
    this.#aborted ??= reason
    this.#controller?.abort(new Error(reason))
  }
}
