import type { Command, HistoryEvent } from "../core/index.ts"
import { AdapterError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { Commit, Reserved, StatusChange, TickResult } from "../ports/sessions.ts"
import { type Bell, bellOf } from "./bell.ts"
import { ChildStarter } from "./child-starter.ts"
import { Dispatcher } from "./dispatcher.ts"
import { Facts } from "./facts.ts"
import type { Services } from "./handler-context.ts"
import { Intake } from "./intake.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import { checkpointText } from "./load-run.ts"
import type { Logger } from "./logger.ts"
import { Owned, type TakenCommit } from "./owned.ts"
import { Starter } from "./starter.ts"
import { Timers } from "./timers.ts"
import { Work } from "./work.ts"

/** What a worker is made of. */
export interface WorkerParts {
  /** Names it, for people. */
  readonly name: string
  readonly backend: Backend
  readonly services: Services
  readonly clock: Clock
  readonly logger: Logger
  /** Ids of every plan that it can run. */
  readonly planIds: () => Promise<readonly string[]>
  readonly planById: (id: string) => LoadedPlan | undefined
  /** The plan by which a child workflow of this name starts. */
  readonly planOf: (machine: string) => LoadedPlan | undefined
  /** Executions that are held in memory at once. */
  readonly concurrency: number
  /** Pieces of user code that run at once. */
  readonly taskConcurrency: number
  /** Deliveries of one execution without progress before it is parked. */
  readonly maxDeliveries: number
  readonly onTransition?: ((event: TransitionEvent) => void) | undefined
}

/** One event of an execution's history, as soon as it is durable. */
export interface TransitionEvent {
  readonly execution: string
  readonly workflow: string
  readonly event: HistoryEvent
}

/** Executions that one tick reserves at most, so that a turn stays short. */
const batch = 512
/** How long an execution that only waits is kept in memory, in milliseconds. */
const linger = 1000
/** A sleep from which a checkpoint is written, in milliseconds: whoever takes over may be another release. */
const longSleep = 60_000
/** How often a store that others share is looked at, in milliseconds. */
const pollEvery = 500
/** The longest pause before a session is opened again, in milliseconds. */
const longestPause = 5000

/**
 * Runs executions: reserve, load, transition, commit, dispatch. All that happened to all executions in one turn of the
 * event loop goes into one tick; only when that was taken do the orders go out.
 */
export class WorkerLoop {
  readonly #parts: WorkerParts
  readonly #bell: Bell
  readonly #timers: Timers
  readonly #dispatcher: Dispatcher
  readonly #children: ChildStarter
  readonly #facts: Facts
  readonly #intake: Intake
  readonly #owned = new Map<string, Owned>()
  #dirty = new Set<Owned>()
  /** Commits for executions that were not taken in. */
  readonly #refusals: Commit[] = []
  /** Those that only wait, the longest first. */
  readonly #idle = new Set<Owned>()
  #session: string | undefined = undefined
  #state: "running" | "draining" | "closed" = "running"
  /** More is ready than was reserved. */
  #more = true
  #nextDue = Infinity
  #awake = true
  #wake: (() => void) | undefined = undefined
  #pauseMs = 0

  constructor(parts: WorkerParts) {
    this.#parts = parts
    this.#bell = bellOf(parts.backend)
    this.#timers = new Timers(parts.clock, () => this.#kick())
    const { backend, clock, logger, planOf } = parts
    this.#children = new ChildStarter({ backend, starter: new Starter(backend), clock, logger, planOf })
    this.#facts = new Facts({
      clock,
      logger,
      timers: this.#timers,
      children: this.#children,
      touched: (owned) => this.#touched(owned),
      rested: (owned) => this.#rested(owned),
    })
    this.#dispatcher = new Dispatcher({
      services: parts.services,
      children: this.#children,
      clock,
      logger,
      timers: this.#timers,
      answers: this.#facts,
      taskConcurrency: parts.taskConcurrency,
    })
    this.#intake = new Intake(parts)
  }

  /** Opens the first session, and then runs until it is closed. */
  async start(): Promise<{ readonly ended: Promise<void> }> {
    await this.#open()
    return { ended: this.#run() }
  }

  /** Stops reserving; what is under way comes to rest, is committed and let go of. */
  drain(): void {
    if (this.#state === "running") this.#state = "draining"
    this.#dispatcher.stop()
    this.#kick()
  }

  /** Commits what has happened, aborts what still runs, and lets go of everything. */
  close(): void {
    this.#state = "closed"
    for (const owned of this.#owned.values()) {
      for (const { call } of owned.work.values()) call?.abort("The worker was closed.")
    }
    this.#kick()
  }

  async #run(): Promise<void> {
    // A process that has a worker lives until the worker is closed, even while every execution sleeps.
    const keepAlive = setInterval(() => undefined, 2 ** 30)
    while (!this.#finished()) {
      if (!this.#awake) await this.#rest()
      await turnOfEventLoop()
      this.#awake = false
      try {
        if (this.#session === undefined) await this.#open()
        await this.#turn()
        this.#pauseMs = 0
      } catch (error) {
        await this.#failed(error)
      }
    }
    await this.#letGo()
    clearInterval(keepAlive)
  }

  /** One turn: what is due, one tick, and what comes of it. */
  async #turn(): Promise<void> {
    const { backend, clock } = this.#parts
    const now = clock.now()
    this.#fireTimers(now)
    this.#sendToSleep(now)
    const commits = this.#takeCommits(now)
    const refusals = this.#refusals.splice(0)
    const result = await backend.sessions.tick({
      session: this.#session ?? "",
      now,
      commits: [...commits.map(({ commit }) => commit), ...refusals],
      want: this.#want(),
    })
    if (result.lost) return this.#lost("The session has ended.")
    this.#settle(commits, result.refused)
    for (const { execution, status } of refusals) this.#ring(execution, status)
    for (const { execution, ...message } of result.messages) {
      const owned = this.#owned.get(execution)
      if (owned !== undefined) this.#facts.deliver(owned, message)
    }
    for (const reserved of result.reserved) this.#take(reserved)
    this.#look(result)
  }

  #want(): number {
    if (this.#state !== "running") return 0
    return Math.max(0, Math.min(batch, this.#parts.concurrency - this.#owned.size))
  }

  #look(result: Extract<TickResult, { readonly lost: false }>): void {
    this.#more = result.more
    this.#nextDue = result.nextDue ?? Infinity
    // Where there is room for it, or room can be made.
    if (this.#more && this.#state === "running" && (this.#want() > 0 || this.#idle.size > 0)) this.#awake = true
  }

  #takeCommits(now: number): readonly TakenCommit[] {
    if (this.#dirty.size === 0) return []
    const dirty = this.#dirty
    this.#dirty = new Set()
    const commits: TakenCommit[] = []
    for (const owned of dirty) {
      if (owned.dropped) continue
      if (!owned.dirty && owned.sleepUntil === undefined) {
        this.#rested(owned)
        continue
      }
      if (owned.sleepUntil !== undefined) commits.push(owned.takeCommit(this.#bedding(owned, owned.sleepUntil, now)))
      else commits.push(owned.takeCommit(owned.checkpointDue ? { checkpoint: checkpointText(owned) } : {}))
    }
    return commits
  }

  #settle(commits: readonly TakenCommit[], refused: readonly string[]): void {
    for (const id of refused) {
      const owned = this.#owned.get(id)
      if (owned !== undefined) this.#drop(owned, "The execution is owned by another worker.", false)
    }
    for (const taken of commits) {
      const { owned } = taken
      owned.committing = false
      if (!owned.dropped) this.#carryOut(taken)
    }
  }

  /** The facts are durable: what they led to goes out. */
  #carryOut({ owned, commit, orders, events }: TakenCommit): void {
    const { onTransition } = this.#parts
    if (onTransition !== undefined) {
      for (const event of events) onTransition({ execution: owned.id, workflow: owned.plan.name, event })
    }
    const { status, sleep } = commit
    if (status !== undefined) {
      owned.status = status.status
      this.#ring(owned.id, status)
    }
    if (sleep !== undefined) return this.#forget(owned)
    // Of a parked one nothing is stopped that is under way elsewhere: it may yet go on.
    if (owned.status !== "RUNNING") return this.#drop(owned, "The execution has ended.", owned.status !== "PARKED")
    this.#obey(owned, orders)
    this.#rested(owned)
  }

  #ring(execution: string, status: StatusChange | undefined): void {
    if (status === undefined) return
    this.#bell.ring(execution, status.status === "RUNNING" ? undefined : { ...status, stoppedAt: status.at })
  }

  #obey(owned: Owned, orders: readonly Command[]): void {
    for (const order of orders) {
      // A worker that drains begins nothing: its successor asks what is outstanding.
      if (this.#state !== "running" && order.type !== "CancelWork") continue
      switch (order.type) {
        case "RunTask":
          this.#dispatcher.run(owned, order)
          continue
        case "StartTimer": {
          const work = new Work(order.frame, order.seq, undefined)
          work.due = this.#timers.push(order.dueMs, { execution: owned.id, work, kind: "timer" })
          owned.work.set(order.frame, work)
          continue
        }
        case "CancelWork":
          this.#facts.cancel(owned, order.frame, order.seq)
          continue
        case "FinishExecution":
          continue
      }
    }
  }

  #take(reserved: Reserved): void {
    const taken = this.#intake.take(reserved)
    if (!(taken instanceof Owned)) {
      this.#refusals.push(taken)
      this.#kick()
      return
    }
    this.#owned.set(taken.id, taken)
    if (taken.run.rev === 0) this.#facts.started(taken)
    for (const message of reserved.messages) this.#facts.deliver(taken, message)
    if (taken.dirty) this.#touched(taken)
    if (taken.status === "RUNNING" && reserved.length > 0) this.#obey(taken, taken.resume())
    this.#rested(taken)
  }

  #fireTimers(now: number): void {
    for (let entry = this.#timers.popDue(now); entry !== undefined; entry = this.#timers.popDue(now)) {
      const owned = this.#owned.get(entry.execution)
      if (owned?.work.get(entry.work.frame) === entry.work) this.#facts.fired(owned, entry, now)
    }
  }

  /** Lets go of what has only waited for a while, and at once where its place is wanted. */
  #sendToSleep(now: number): void {
    if (this.#state === "draining") return
    let wanted = this.#more && this.#want() === 0 ? Math.ceil(this.#parts.concurrency / 8) : 0
    for (const owned of this.#idle) {
      if (wanted-- <= 0 && (owned.idleSince ?? now) + linger > now) return
      this.#idle.delete(owned)
      owned.idleSince = undefined
      owned.sleepUntil = earliest(owned)
      this.#dirty.add(owned)
    }
  }

  /** What is added to the commit that lets go of an execution. */
  #bedding(owned: Owned, until: number, now: number): Pick<Commit, "sleep" | "checkpoint"> {
    // A message that stays would wake it at once; the checkpoint keeps what it said.
    const beats = [...owned.work.values(), ...owned.beats.values()]
      .map((heard) => ("message" in heard ? heard.message : heard.beatMessage))
      .filter((message) => message !== undefined)
    for (const message of beats) owned.consume(message)
    const sleep = until === Infinity ? {} : { due: until }
    const checkpoint = beats.length > 0 || until - now > longSleep || owned.checkpointDue
    return checkpoint ? { sleep, checkpoint: checkpointText(owned) } : { sleep }
  }

  /** Something happened to it: it is committed with this turn's tick. */
  #touched(owned: Owned): void {
    this.#dirty.add(owned)
    this.#idle.delete(owned)
    owned.idleSince = undefined
    this.#kick()
  }

  /** It may have nothing to do but wait. */
  #rested(owned: Owned): void {
    if (this.#state !== "running") this.#kick()
    if (owned.dropped || !owned.idle || owned.idleSince !== undefined) return
    owned.idleSince = this.#parts.clock.now()
    this.#idle.add(owned)
  }

  #forget(owned: Owned): void {
    owned.dropped = true
    this.#owned.delete(owned.id)
    this.#idle.delete(owned)
    for (const work of owned.work.values()) this.#timers.cancel(work)
  }

  #drop(owned: Owned, reason: string, ended: boolean): void {
    this.#forget(owned)
    for (const work of owned.work.values()) this.#facts.release(owned, work, reason, ended)
  }

  #kick(): void {
    this.#awake = true
    this.#wake?.()
  }

  /** Waits until something happens. */
  async #rest(): Promise<void> {
    const { backend, clock } = this.#parts
    const [longestIdle] = this.#idle
    const sleepAt =
      longestIdle === undefined || this.#state !== "running" ? Infinity : (longestIdle.idleSince ?? 0) + linger
    const pollAt = backend.capabilities.shared ? clock.now() + pollEvery : Infinity
    this.#timers.arm(Math.min(this.#nextDue, sleepAt, pollAt))
    const woken = clock.idle?.(this.#dispatcher.running + this.#children.pending)
    await new Promise<void>((resolve) => {
      this.#wake = () => {
        woken?.()
        resolve()
      }
    })
    this.#wake = undefined
  }

  async #open(): Promise<void> {
    const { backend, name, planIds } = this.#parts
    const { session } = await backend.sessions.open({
      worker: name,
      plans: await planIds(),
      onWake: () => this.#kick(),
    })
    this.#session = session
    this.#more = true
  }

  /** Everything that was owned is another worker's: nothing of it may be touched any more. */
  #lost(reason: string): void {
    this.#parts.logger.warn("the worker's session was lost", { worker: this.#parts.name, reason })
    this.#session = undefined
    for (const owned of this.#owned.values()) this.#drop(owned, reason, false)
    this.#dirty.clear()
    this.#refusals.length = 0
    this.#timers.clear()
    this.#nextDue = Infinity
    this.#awake = true
  }

  /** A tick that was not answered may or may not have been taken: the session is given up, and what it did is read. */
  async #failed(error: unknown): Promise<void> {
    const { backend, clock, logger } = this.#parts
    const session = this.#session
    this.#lost(error instanceof Error ? error.message : String(error))
    if (AdapterError.is(error) && error.code === "BACKEND_CLOSED") {
      this.#state = "closed"
      return
    }
    if (session !== undefined) {
      await backend.sessions.close({ session }).catch((closing: unknown) => {
        logger.warn("a lost session could not be closed", { error: closing })
      })
    }
    if (this.#state !== "running") return
    this.#pauseMs = Math.min(longestPause, this.#pauseMs * 2 + 50)
    await new Promise<void>((resolve) => {
      const cancel = clock.timer(clock.now() + this.#pauseMs, resolve)
      this.#wake = () => {
        if (this.#state === "running") return
        cancel()
        resolve()
      }
    })
    this.#wake = undefined
  }

  #finished(): boolean {
    if (this.#state === "running") return false
    if (this.#state === "closed" || this.#session === undefined) return true
    for (const owned of this.#owned.values()) if (!owned.idle) return false
    return this.#refusals.length === 0
  }

  /** The last tick, with a checkpoint of everything that is handed over in good order. */
  async #letGo(): Promise<void> {
    const { backend, clock, logger } = this.#parts
    const session = this.#session
    this.#timers.clear()
    if (session === undefined) return
    try {
      const held = this.#state === "draining" ? [...this.#owned.values()] : [...this.#dirty]
      const commits = held
        .filter(({ dropped }) => !dropped)
        .map((owned) => owned.takeCommit(this.#state === "draining" ? { checkpoint: checkpointText(owned) } : {}))
      const result = await backend.sessions.tick({
        session,
        now: clock.now(),
        commits: commits.map(({ commit }) => commit),
        want: 0,
      })
      if (!result.lost) this.#settle(commits, result.refused)
      await backend.sessions.close({ session })
    } catch (error) {
      logger.warn("a worker could not let go in good order", { worker: this.#parts.name, error })
    }
    for (const owned of this.#owned.values()) this.#drop(owned, "The worker was closed.", false)
  }
}

/** When the first thing that an execution waits for is due. */
function earliest(owned: Owned): number {
  let at = Infinity
  for (const { due, beatDue } of owned.work.values()) at = Math.min(at, due?.at ?? Infinity, beatDue?.at ?? Infinity)
  return at
}

async function turnOfEventLoop(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
}
