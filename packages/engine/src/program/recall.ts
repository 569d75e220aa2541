import { isJsonObject, type Json } from "../asl/json.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { DeadLetter } from "../ports/dead-letters.ts"
import { executionId, homeOfId } from "../runtime/execution-name.ts"
import type { GivenUp } from "../runtime/given-up.ts"
import type { HandlerContext } from "../runtime/handler-context.ts"
import { serviceFailure, type TaskFailure, taskFailure } from "../runtime/handler-failure.ts"
import { jsonValue } from "../runtime/json-text.ts"
import { silentLogger } from "../runtime/logger.ts"
import { resolvePlaces } from "../runtime/placeholder.ts"
import type { Route } from "../runtime/route.ts"
import { Starter } from "../runtime/starter.ts"
import { isTaskRequest } from "../runtime/task-request.ts"
import type { Program } from "./program.ts"
import type { Results } from "./results.ts"
import { storedPlanOf } from "./stored-plan-of.ts"

/** Seconds that a call may take whose state sets no bound. */
const defaultSeconds = 60

/** Calls compensations again that were given up on, outside of their executions. */
export class Recall {
  readonly #program: Program
  readonly #backend: Backend
  readonly #clock: Clock
  readonly #results: Results

  constructor(program: Program, backend: Backend, clock: Clock, results: Results) {
    this.#program = program
    this.#backend = backend
    this.#clock = clock
    this.#results = results
  }

  /** @returns how it failed; undefined where it went well */
  async call(letter: DeadLetter, givenUp: GivenUp | undefined): Promise<TaskFailure | undefined> {
    if (givenUp?.request === undefined) throw unknownCall(letter)
    const { plan, state, request } = givenUp
    const loaded = await storedPlanOf(this.#program, this.#backend, plan)
    const route = loaded.routes.get(state)
    if (route === undefined) throw unknownCall(letter)
    if (route.kind === "child") return await this.#callChild(letter, route, request)
    const { serve, failure } = this.#serving(route, request, state)
    const seconds = givenUp.timeoutSeconds ?? defaultSeconds
    return await this.#within(seconds, failure, (signal, deadline) =>
      serve(contextOf(letter, givenUp, { signal, deadline })),
    )
  }

  #serving(route: Exclude<Route, { readonly kind: "child" }>, request: Json, state: string): Serving {
    const payload = isJsonObject(request) ? (request.Payload ?? {}) : {}
    switch (route.kind) {
      case "task": {
        const server = this.#program.task(route.task) ?? nobody(`task '${route.task}'`)
        const given = isTaskRequest(payload) ? payload.input : payload
        return { serve: (context) => server(jsonValue(given), context), failure: taskFailure }
      }
      case "function": {
        const name = route.name ?? (isJsonObject(request) ? request.FunctionName : undefined)
        const server =
          (typeof name === "string" ? this.#program.resource(name) : undefined) ??
          nobody(`function ${JSON.stringify(name)}`)
        return {
          serve: (context) => server(jsonValue(route.direct ? request : payload), context),
          failure: taskFailure,
        }
      }
      case "service":
      case "objects": {
        const server = this.#program.resource(route.service) ?? nobody(`resource '${route.service}'`)
        const given = resolvePlaces(request, route.places)
        return { serve: (context) => server(jsonValue(given), context), failure: serviceFailure }
      }
      case "queued":
        return nobody(`resource '${route.resource}' outside of its queue`)
      case "deadLetter":
        return nobody(`state '${state}'`)
    }
  }

  async #within(
    seconds: number,
    failure: Serving["failure"],
    call: (signal: AbortSignal, deadline: number) => unknown,
  ): Promise<TaskFailure | undefined> {
    const controller = new AbortController()
    const deadline = this.#clock.now() + seconds * 1000
    const late = Promise.withResolvers<TaskFailure>()
    const cancel = this.#clock.timer(deadline, () => {
      controller.abort(new Error("The task's timeout has passed."))
      late.resolve({ error: "States.Timeout" })
    })
    try {
      const done = (async () => void (await call(controller.signal, deadline)))()
      return await Promise.race([done.catch(failure), late.promise])
    } finally {
      cancel()
    }
  }

  /** A child under a name of this retry's: asking again after a crash finds it. */
  async #callChild(
    { id: letter, execution, retries }: DeadLetter,
    route: Extract<Route, { readonly kind: "child" }>,
    request: Json,
  ): Promise<TaskFailure | undefined> {
    const plan = this.#program.planOf(route.machine ?? "")
    if (plan === undefined || !isJsonObject(request)) return nobody(`workflow '${route.machine ?? ""}'`)
    const first = typeof request.Name === "string" ? request.Name : letter
    const name = `${first.slice(0, 64)}-retry-${retries + 1}`
    const id = executionId(plan.name, name, homeOfId(execution))
    const input = JSON.stringify(request.Input ?? {})
    const startedAt = this.#clock.now()
    await new Starter(this.#backend).start({ plan, id, name, input, startedAt })
    if (route.mode === "start") return undefined
    const { status, error, cause } = await this.#results.result(id, undefined)
    if (status === "SUCCEEDED") return undefined
    return { error: error ?? `States.${status}`, ...(cause === undefined ? {} : { cause }) }
  }
}

interface Serving {
  readonly serve: (context: HandlerContext) => unknown
  readonly failure: (thrown: unknown) => TaskFailure
}

function contextOf(
  { execution, id, retries }: DeadLetter,
  { request = null, state, attempts }: GivenUp,
  time: { readonly signal: AbortSignal; readonly deadline: number },
): HandlerContext {
  const payload = isJsonObject(request) ? request.Payload : undefined
  const envelope = payload !== undefined && isTaskRequest(payload) ? payload : undefined
  return {
    key: envelope?.key ?? id,
    attempt: attempts + retries + 1,
    execution: { id: execution, name: execution.slice(execution.lastIndexOf(":") + 1) },
    step: envelope?.step ?? state,
    heartbeat: () => undefined,
    log: silentLogger,
    ...time,
  }
}

function nobody(what: string): never {
  throw new EngineError({ code: "UNBOUND", message: `Nobody here serves the ${what}.` })
}

function unknownCall({ id }: DeadLetter): EngineError {
  return new EngineError({
    code: "DEAD_LETTER_UNKNOWN",
    message: `The dead letter '${id}' does not say what to call: its compensation never got so far as to be called.`,
  })
}
