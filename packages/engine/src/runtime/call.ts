import type { Json } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"
import type { TaskRequest } from "../plan/envelope.ts"
import type { Clock } from "../ports/clock.ts"
import type { TraceContext } from "../ports/telemetry.ts"
import type { HandlerContext } from "./handler-context.ts"
import { type Logger, withFacts } from "./logger.ts"
import type { Owned } from "./owned.ts"
import { stepKey } from "./step-key.ts"

/** What calls work with. */
export interface CallParts {
  readonly clock: Clock
  readonly logger: Logger
}

/** One run of user code, and what it is told. Its costly parts are made when they are asked for. */
export class Call implements HandlerContext {
  readonly key: string
  readonly attempt: number
  readonly execution: { readonly id: string; readonly name: string }
  readonly step: string
  readonly deadline?: number
  readonly token?: string
  readonly resource?: string
  readonly #parts: CallParts
  readonly #work: { lastBeat: number }
  readonly #owned: Owned
  readonly #order: RunTask
  readonly #sent: TraceContext | undefined
  #heartbeat: (() => void) | undefined = undefined
  #log: Logger | undefined = undefined
  #controller: AbortController | undefined = undefined
  #aborted: string | undefined = undefined

  /**
   * @param work - Where the last heartbeat is written down.
   * @param request - The envelope that the order's input is, where it is one: what it says goes before.
   * @param resource - What it is called for, where that is no task.
   */
  constructor(
    parts: CallParts,
    owned: Owned,
    work: { lastBeat: number },
    order: RunTask,
    request: TaskRequest | undefined,
    resource?: string,
  ) {
    const { timeoutSeconds, sinceMs } = order
    const deadline = request?.deadline ?? (timeoutSeconds === undefined ? undefined : sinceMs + timeoutSeconds * 1000)
    this.key = request?.key ?? stepKey(owned.run.header.rootKey ?? owned.id, order.path)
    this.attempt = request?.attempt ?? order.retryCount + 1
    this.execution = owned.shown
    this.step = request?.step ?? order.state
    if (deadline !== undefined) this.deadline = deadline
    if (order.token !== undefined) this.token = order.token
    if (resource !== undefined) this.resource = resource
    this.#parts = parts
    this.#work = work
    this.#owned = owned
    this.#order = order
    this.#sent = request?.trace
  }

  get heartbeat(): () => void {
    this.#heartbeat ??= () => {
      this.#work.lastBeat = this.#parts.clock.now()
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

  get trace(): TraceContext | undefined {
    return this.#sent ?? this.#owned.observer?.contextOf(this.#order) ?? this.#owned.caller
  }

  /** Runs the handler, as part of the attempt's span where somebody traces it. */
  run(server: (input: Json, context: HandlerContext) => unknown, input: Json): unknown {
    const { observer } = this.#owned
    if (observer?.watches === true) return observer.call(this.#order, () => server(input, this))
    observer?.began(this.#order)
    return server(input, this)
  }

  get log(): Logger {
    this.#log ??= withFacts(this.#parts.logger, {
      execution: this.execution.id,
      step: this.step,
      key: this.key,
      attempt: this.attempt,
      ...this.#owned.observer?.logFacts(this.#order),
    })
    return this.#log
  }

  /** Tells the user's code that its answer no longer counts. */
  abort(reason: string): void {
    this.#aborted ??= reason
    this.#controller?.abort(new Error(reason))
  }
}
