import type { Json, JsonObject } from "../asl/json.ts"
import { pendingCommands, type RunTask } from "../core/index.ts"
import type { TaskRequest } from "../plan/envelope.ts"
import type { Clock } from "../ports/clock.ts"
import type { OpenTaskQueues, QueueJob } from "../ports/task-queues.ts"
import type { Answers } from "./answers.ts"
import { awaitedToken, isQueued } from "./awaited-token.ts"
import { payloadOf } from "./invocation.ts"
import { jobId, type JobForm, readJobId } from "./job-id.ts"
import type { Logger } from "./logger.ts"
import type { Owned } from "./owned.ts"
import { resolvePlaces } from "./placeholder.ts"
import type { Route } from "./route.ts"
import { stepKey } from "./step-key.ts"
import { isTaskRequest } from "./task-request.ts"
import { Work } from "./work.ts"

/**
 * A job that was not answered is sent once more, lest the queue lost it: after as long again as it has been awaited, within
 * these bounds, in milliseconds. So whoever waits for long is seldom woken for it.
 */
const resendAfter = { least: 60_000, most: 3_600_000 }
/** The longest pause between two tries at queues that fail, in milliseconds. */
const longestPause = 5000

type QueuedRoute = Extract<Route, { readonly kind: "queued" }>

/** What a courier works with. */
export interface CourierParts {
  readonly queues: (() => OpenTaskQueues | undefined) | undefined
  readonly clock: Clock
  readonly logger: Logger
  readonly answers: () => Answers
}

interface Parcel {
  readonly owned: Owned
  readonly work: Work
  readonly job: QueueJob
}

/**
 * Takes tasks that have a task queue to it. What is owed follows from the journal: an execution that is taken up again
 * orders it again, which finds the job that stands in the queue, or makes good the one that was lost.
 */
export class Courier {
  readonly #parts: CourierParts
  #outgoing: Parcel[] = []
  #released: QueueJob[] = []
  #sending = false
  /** What was sent and is awaited, the longest first. */
  readonly #sent = new Set<Parcel>()
  #watching = false

  constructor(parts: CourierParts) {
    this.#parts = parts
  }

  /** The job that an order is; undefined where this worker carries it out by itself. The same order always gives the same id. */
  jobOf(owned: Owned, order: RunTask): QueueJob | undefined {
    if (!owned.plan.isOnQueues || this.#parts.queues?.() === undefined) return undefined
    const route = owned.plan.routes.get(order.state)
    if (!isQueued(order, route)) return undefined
    const request = route.kind === "queued" ? envelopeOf(owned, order, route) : payloadOf(order, false)
    const token = awaitedToken(owned, order)
    if (!isTaskRequest(request) || token === undefined) return undefined
    const form = route.kind === "queued" ? resourceForm(order, route) : taskForm(order, request)
    const again: JsonObject = order.again === true ? { again: true } : {}
    const trace = owned.observer?.contextOf(order) ?? owned.caller
    return {
      queue: route.queue,
      id: jobId(owned.name, order, form, token),
      task: route.task,
      request: { ...(request as JsonObject), ...(trace === undefined ? {} : { trace: { ...trace } }), ...again }, // an envelope is an object
    }
  }

  send(owned: Owned, work: Work, job: QueueJob): void {
    owned.errands++
    this.#outgoing.push({ owned, work, job })
    this.#wake()
  }

  /** Nobody awaits it any more. */
  release(job: QueueJob): void {
    this.#released.push(job)
    this.#wake()
  }

  /** Takes up the jobs that an execution awaits which was taken over, so that they can be released. */
  adopt(owned: Owned): void {
    if (!owned.plan.isOnQueues) return
    for (const order of pendingCommands(owned.plan.machine, owned.run, Infinity)) {
      if (order.type !== "RunTask") continue
      const job = this.jobOf(owned, order)
      if (job === undefined) continue
      const work = new Work(order.frame, order.seq, order)
      work.token = awaitedToken(owned, order)
      work.job = job
      owned.work.add(work)
    }
  }

  #wake(): void {
    if (this.#sending) return
    this.#sending = true
    // All of one turn goes out at once.
    setImmediate(() => void this.#work())
  }

  async #work(): Promise<void> {
    for (let pauseMs = 0; this.#outgoing.length + this.#released.length > 0;) {
      if (pauseMs > 0) await this.#pause(pauseMs)
      pauseMs = (await this.#round()) ? 0 : Math.min(longestPause, pauseMs * 2 + 50)
    }
    this.#sending = false
  }

  /** Answers whether the queues took it. */
  async #round(): Promise<boolean> {
    const released = this.#released.splice(0)
    const gone = new Set(released.map(({ id }) => id))
    const parcels = this.#outgoing.splice(0)
    const wanted = parcels.filter(isWanted)
    for (const parcel of parcels) if (!isWanted(parcel)) this.#rested(parcel)
    const queues = this.#parts.queues?.()
    if (queues === undefined) return true
    try {
      if (wanted.length > 0) await queues.send(wanted.map(({ job }) => job))
    } catch (error) {
      this.#parts.logger.warn("jobs could not be sent yet", { jobs: wanted.length, error })
      this.#outgoing.unshift(...wanted)
      this.#released.unshift(...released)
      return false
    }
    for (const parcel of wanted) if (!gone.has(parcel.job.id)) this.#wasSent(parcel)
    for (const parcel of wanted) this.#rested(parcel)
    // A hint: where it is lost the job's answer is refused.
    if (released.length > 0) {
      await queues.release(released).catch((error: unknown) => {
        this.#parts.logger.warn("jobs could not be released", { jobs: released.length, error })
      })
    }
    return true
  }

  #wasSent(parcel: Parcel): void {
    const { owned, work, job } = parcel
    if (!isWanted(parcel)) return
    // The author's code hands the token on: that it was called is all that is to be known.
    if (readJobId(job.id)?.form === "call") return this.#parts.answers().submitted(owned, work, { JobId: job.id })
    const now = this.#parts.clock.now()
    const awaitedFor = now - (work.order?.sinceMs ?? now)
    work.resendAt = now + Math.min(resendAfter.most, Math.max(resendAfter.least, awaitedFor))
    this.#sent.delete(parcel)
    this.#sent.add(parcel)
    this.#watch()
  }

  #rested({ owned }: Parcel): void {
    owned.errands--
    this.#parts.answers().rested(owned)
  }

  /** Sends what is held in memory, and has waited for long, once more: what sleeps is ordered again when it wakes. */
  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    const { clock } = this.#parts
    clock.timer(clock.now() + resendAfter.least, () => {
      this.#watching = false
      const now = clock.now()
      for (const parcel of this.#sent) {
        if (isWanted(parcel) && (parcel.work.resendAt ?? 0) > now) continue
        this.#sent.delete(parcel)
        if (isWanted(parcel)) this.send(parcel.owned, parcel.work, again(parcel.job))
      }
      if (this.#sent.size > 0) this.#watch()
    })
  }

  async #pause(ms: number): Promise<void> {
    const { clock } = this.#parts
    await new Promise<void>((resolve) => clock.timer(clock.now() + ms, resolve))
  }
}

function taskForm(order: RunTask, request: TaskRequest): JobForm {
  if (order.pattern !== "callback") return "invoke"
  return request.token === order.token ? "answer" : "call"
}

function resourceForm(order: RunTask, { invoked }: QueuedRoute): JobForm {
  if (order.pattern === "callback") return "call"
  return invoked ? "payload" : "output"
}

/** What the plan of a task would have sent: what a resource is handed stands in no envelope. */
function envelopeOf(owned: Owned, order: RunTask, { invoked, places }: QueuedRoute): Json & TaskRequest {
  const { timeoutSeconds, sinceMs, retryCount, path, state } = order
  return {
    v: 1,
    key: stepKey(owned.run.header.rootKey ?? owned.id, path),
    attempt: retryCount + 1,
    input: resolvePlaces(payloadOf(order, !invoked), places),
    execution: owned.id,
    step: state,
    ...(timeoutSeconds === undefined ? {} : { deadline: sinceMs + timeoutSeconds * 1000 }),
  }
}

function again(job: QueueJob): QueueJob {
  return { ...job, request: { ...job.request, again: true } }
}

function isWanted({ owned, work }: Parcel): boolean {
  return !owned.dropped && owned.work.get(work.frame) === work
}
