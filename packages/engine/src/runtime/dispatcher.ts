import { isJsonObject, type Json } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"
import type { Clock } from "../ports/clock.ts"
import type { ActivityOffers } from "./activity-offers.ts"
import type { Answers } from "./answers.ts"
import { awaitedToken } from "./awaited-token.ts"
import { Call } from "./call.ts"
import type { ChildStarter } from "./child-starter.ts"
import type { Courier } from "./courier.ts"
import type { DeadLetterWriter } from "./dead-letter-writer.ts"
import type { HandlerContext, ResourceHandler, Services } from "./handler-context.ts"
import { serviceFailure, type TaskFailure, taskFailure } from "./handler-failure.ts"
import { jsonValue } from "./json-text.ts"
import { asInvocation, payloadOf } from "./invocation.ts"
import type { Logger } from "./logger.ts"
import type { Owned } from "./owned.ts"
import { resolvePlaces } from "./placeholder.ts"
import { mapObjects } from "./map-objects.ts"
import { type Route, writerOf } from "./route.ts"
import { playScript } from "./script.ts"
import { Slots } from "./slots.ts"
import { isTaskRequest } from "./task-request.ts"
import type { Timers } from "./timers.ts"
import { Work } from "./work.ts"

/** What a dispatcher works with. */
export interface DispatcherParts {
  readonly services: Services
  readonly children: ChildStarter
  readonly courier: Courier
  readonly letters: DeadLetterWriter
  /** Where tasks of activities go that nobody here serves; undefined where nobody would look for them. */
  readonly activities?: ActivityOffers | undefined
  readonly clock: Clock
  readonly logger: Logger
  readonly timers: Timers
  readonly answers: Answers
  /** How many pieces of user code run at once. */
  readonly taskConcurrency: number
}

/** How the answer of user code is taken. */
interface Serving {
  readonly server: (input: Json, context: HandlerContext) => unknown
  readonly input: Json
  readonly call: Call
  /** The result as the state's result. */
  readonly wrap: (result: Json) => Json
  readonly failure: (thrown: unknown) => TaskFailure
  /** The result answers the state; else an answer by token is awaited. */
  readonly answers: boolean
}

/** Carries out orders to run a task: by the way that the plan's route names. */
export class Dispatcher {
  readonly #parts: DispatcherParts
  readonly #slots: Slots
  /** Servers by the names that plans give them. */
  readonly #resources = new Map<string, ResourceHandler | undefined>()
  #stopped = false

  constructor(parts: DispatcherParts) {
    this.#parts = parts
    this.#slots = new Slots(parts.taskConcurrency)
  }

  /** Pieces of user code that have begun and not answered. */
  get running(): number {
    return this.#slots.running
  }

  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#slots.running, waiting: this.#slots.waiting }
  }

  /** What stands in line for a slot will not begin. */
  stop(): void {
    this.#stopped = true
  }

  run(owned: Owned, order: RunTask): void {
    const work = new Work(order.frame, order.seq, order)
    work.token = awaitedToken(owned, order)
    work.job = this.#parts.courier.jobOf(owned, order)
    const adopted = owned.work.get(order.frame)
    if (adopted?.seq === order.seq) {
      work.lastBeat = adopted.lastBeat
      work.beatMessage = adopted.beatMessage
    }
    owned.work.add(work)
    const route = owned.plan.routes.get(order.writer === undefined ? order.state : writerOf(order.state))
    const { script } = this.#parts.services
    if (order.timeoutSeconds !== undefined || order.heartbeatSeconds !== undefined) this.#limit(owned, work, order)
    if (route === undefined) return this.#unknown(owned, work, "States.Runtime", `No state is named '${order.state}'.`)
    if (order.submitted === true) {
      if (route.kind === "child") work.child = this.#parts.children.idOf(owned, order, route.machine)
      return
    }
    if (script !== undefined) return playScript(script, this.#parts.answers, owned, work, order)
    if (work.job !== undefined) {
      owned.observer?.began(order)
      return this.#parts.courier.send(owned, work, work.job)
    }
    switch (route.kind) {
      case "task":
        return this.#runTask(owned, work, order, route)
      case "function":
        return this.#runFunction(owned, work, order, route)
      case "child":
        return this.#parts.children.start(owned, work, order, route, this.#parts.answers)
      case "queued":
        return this.#unbound(owned, work, `resource '${route.resource}', which goes to the queue '${route.queue}'`)
      case "deadLetter":
        return this.#parts.letters.write(owned, work, order)
      case "service":
      case "objects":
        return this.#runService(owned, work, order, route)
    }
  }

  /** Arms `TimeoutSeconds` and `HeartbeatSeconds`. */
  #limit(owned: Owned, work: Work, order: RunTask): void {
    const { timers, clock } = this.#parts
    const { timeoutSeconds, heartbeatSeconds } = order
    if (timeoutSeconds !== undefined) {
      work.due = timers.push(order.sinceMs + timeoutSeconds * 1000, { execution: owned.id, work, kind: "timeout" })
    }
    if (heartbeatSeconds === undefined) return
    const beat = owned.beats?.get(order.frame)
    // Code that is started again has not had its time yet; nobody listened to one that was parked. What is under way
    // elsewhere goes on from its last heartbeat.
    if ((order.submitted !== true && work.job === undefined) || owned.revived)
      work.lastBeat = Math.max(work.lastBeat, clock.now())
    else if (beat?.seq === order.seq) {
      work.lastBeat = Math.max(work.lastBeat, beat.at)
      work.beatMessage = beat.message
    }
    owned.beats?.delete(order.frame)
    const at = work.lastBeat + heartbeatSeconds * 1000
    work.beatDue = timers.push(at, { execution: owned.id, work, kind: "heartbeat" })
  }

  #runTask(owned: Owned, work: Work, order: RunTask, route: Extract<Route, { readonly kind: "task" }>): void {
    const server = this.#parts.services.task(route.task)
    if (server === undefined) return this.#unbound(owned, work, `task '${route.task}'`)
    const payload = payloadOf(order, route.direct)
    const request = isTaskRequest(payload) ? payload : undefined
    // A token in the envelope says that our own wrapper answers it; else the author's code handed one on.
    const own = request?.token !== undefined && request.token === order.token
    const wrap = order.pattern === "callback" && own ? asAnswer : route.direct ? asIs : asInvocation
    this.#serve(owned, work, {
      server,
      input: request === undefined ? payload : request.input,
      call: new Call(this.#parts, owned, work, order, request),
      wrap: request === undefined || wrap !== asInvocation ? wrap : asAnsweredInvocation,
      failure: taskFailure,
      answers: order.pattern !== "callback" || own,
    })
  }

  #runFunction(owned: Owned, work: Work, order: RunTask, route: Extract<Route, { readonly kind: "function" }>): void {
    const { services } = this.#parts
    const name = route.name ?? (isJsonObject(order.input) ? order.input.FunctionName : undefined)
    const server = typeof name === "string" ? this.#resourceNamed(name, route.name) : undefined
    const whole = route.direct ? undefined : services.resource("lambda:invoke")
    if (server === undefined && whole === undefined) {
      const cause = `Function not found: ${typeof name === "string" ? name : JSON.stringify(name)}`
      return this.#unknown(owned, work, "Lambda.ResourceNotFoundException", cause)
    }
    const called = server === undefined || typeof name !== "string" ? "lambda:invoke" : name
    this.#serve(owned, work, {
      server: server ?? (whole as NonNullable<typeof whole>), // one of the two is there
      input: jsonValue(server === undefined ? order.input : payloadOf(order, route.direct)),
      call: new Call(this.#parts, owned, work, order, undefined, called),
      wrap: server === undefined || route.direct ? asIs : asInvocation,
      failure: taskFailure,
      answers: order.pattern !== "callback",
    })
  }

  /** A name that stands in the plan is looked for once: there are only so many. */
  #resourceNamed(name: string, planned: string | undefined): ResourceHandler | undefined {
    if (planned === undefined) return this.#parts.services.resource(name)
    if (!this.#resources.has(name)) this.#resources.set(name, this.#parts.services.resource(name))
    return this.#resources.get(name)
  }

  #runService(
    owned: Owned,
    work: Work,
    order: RunTask,
    route: Extract<Route, { readonly kind: "service" | "objects" }>,
  ): void {
    const { services } = this.#parts
    const { objects } = services
    const own = route.kind === "objects" && objects !== undefined ? mapObjects(objects, order) : undefined
    const server = this.#resourceNamed(route.service, route.service) ?? own
    if (server === undefined && order.pattern === "activity" && this.#parts.activities !== undefined) {
      return this.#parts.activities.offer(owned, work, order, this.#parts.answers)
    }
    if (server === undefined) return this.#unbound(owned, work, `resource '${route.service}'`)
    this.#serve(owned, work, {
      server,
      input: jsonValue(route.places.length === 0 ? order.input : resolvePlaces(order.input, route.places)),
      call: new Call(this.#parts, owned, work, order, undefined, route.service),
      wrap: asIs,
      failure: serviceFailure,
      answers: order.pattern !== "callback",
    })
  }

  #serve(owned: Owned, work: Work, serving: Serving): void {
    owned.calls++
    if (this.#slots.take()) return this.#call(owned, work, serving)
    work.inLine = true
    this.#slots.wait(() => {
      work.inLine = false
      if (this.#stopped || owned.dropped || owned.work.get(work.frame) !== work) this.#leave(owned)
      else this.#call(owned, work, serving)
    })
  }

  #call(owned: Owned, work: Work, serving: Serving): void {
    const { call } = serving
    work.call = call
    if (work.beatDue !== undefined) work.lastBeat = Math.max(work.lastBeat, this.#parts.clock.now())
    let result: unknown
    try {
      result = call.run(serving.server, serving.input)
    } catch (thrown) {
      return this.#threw(owned, work, serving, thrown)
    }
    // A handler that answers at once costs no turn of the event loop.
    if (!isThenable(result)) return this.#returned(owned, work, serving, result)
    Promise.resolve(result).then(
      (value) => this.#returned(owned, work, serving, value),
      (thrown: unknown) => this.#threw(owned, work, serving, thrown),
    )
  }

  #threw(owned: Owned, work: Work, serving: Serving, thrown: unknown): void {
    const failure = serving.failure(thrown)
    if (serving.answers) this.#parts.answers.failed(owned, work, failure)
    else this.#parts.answers.submitFailed(owned, work, failure)
    this.#leave(owned)
  }

  #returned(owned: Owned, work: Work, serving: Serving, result: unknown): void {
    let output: Json
    try {
      output = jsonValue(result)
    } catch (error) {
      return this.#threw(owned, work, serving, notJson(error))
    }
    if (serving.answers) this.#parts.answers.succeeded(owned, work, serving.wrap(output))
    else this.#parts.answers.submitted(owned, work, serving.wrap(output))
    this.#leave(owned)
  }

  #leave(owned: Owned): void {
    owned.calls--
    this.#slots.leave()
    this.#parts.answers.rested(owned)
  }

  #unbound(owned: Owned, work: Work, what: string): void {
    this.#unknown(owned, work, "Stepwright.Unbound", `This worker has nobody who serves the ${what}.`)
  }

  #unknown(owned: Owned, work: Work, error: string, cause: string): void {
    // Nobody was called: of a `.sync` or `.waitForTaskToken` nothing was submitted.
    this.#parts.answers.submitFailed(owned, work, { error, cause })
  }
}

const asIs = (result: Json): Json => result

/** Our envelope's answer. */
const asAnswer = (result: Json): Json => ({ v: 1, output: result })

const asAnsweredInvocation = (result: Json): Json => asInvocation(asAnswer(result))

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
}

function notJson(error: unknown): Error {
  const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error)
  return Object.assign(new Error(`The handler's output cannot be written as JSON: ${reason}`), {
    name: "Stepwright.OutputInvalid",
  })
}
