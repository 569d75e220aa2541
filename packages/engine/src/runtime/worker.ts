import type { Reserved, StatusChange, TickResult } from "../ports/sessions.ts"
import type { WorkerObserver } from "../ports/telemetry.ts"
import { isBackendClosed } from "./backend-closed.ts"
import { ActivityOffers } from "./activity-offers.ts"
import { type Bell, bellOf } from "./bell.ts"
import { ChildRuns } from "./child-runs.ts"
import { ChildStarter } from "./child-starter.ts"
import { Courier } from "./courier.ts"
import { DeadLetterWriter } from "./dead-letter-writer.ts"
import { Dispatcher } from "./dispatcher.ts"
import { Facts } from "./facts.ts"
import { Flights } from "./flights.ts"
import { Holdings } from "./holdings.ts"
import { Intake } from "./intake.ts"
import { isPrompt } from "./is-prompt.ts"
import { NewPlans } from "./new-plans.ts"
import { observeWorker, tellEnd, tickTeller } from "./observed-worker.ts"
import { Orders } from "./orders.ts"
import { Owned, type TakenCommit } from "./owned.ts"
import { Pauses } from "./pauses.ts"
import { Refusals } from "./refusals.ts"
import { Rest, turnOfEventLoop } from "./rest.ts"
import { Starter } from "./starter.ts"
import { StoreErrands } from "./store-errands.ts"
import { StoreLine } from "./store-line.ts"
import { tell } from "./tell.ts"
import { Timers } from "./timers.ts"
import type { WorkerParts } from "./worker-parts.ts"

/** Executions that one tick reserves at most, so that a turn stays short. */
const batch = 512
/** Executions for which a tick of its own is worth while. */
const leastShare = 16
/** How often a store that others share is looked at, in milliseconds. */
const pollEvery = 500

type Answered = Extract<TickResult, { readonly lost: false }>

/** What a tick went out with. */
interface Departed {
  readonly commits: readonly TakenCommit[]
  readonly refusals: ReturnType<Refusals["take"]>
  readonly now: number
}

/**
 * Runs executions: reserve, load, transition, commit, dispatch. All that happened to all executions in one turn of the
 * event loop goes into one tick; only when that was taken do the orders go out, but over a store that ends with us.
 */
export class WorkerLoop {
  readonly #parts: WorkerParts
  readonly #bell: Bell
  readonly #timers: Timers
  readonly #dispatcher: Dispatcher
  readonly #errands: StoreErrands
  readonly #facts: Facts
  readonly #orders: Orders
  readonly #intake: Intake
  readonly #held: Holdings
  readonly #refusals: Refusals
  readonly #rest: Rest
  readonly line: StoreLine
  readonly #pauses: Pauses
  /** Orders need not wait for the commit of what led to them. */
  readonly #ahead: boolean
  #observer: WorkerObserver | undefined = undefined
  #session: string | undefined = undefined
  #state: "running" | "draining" | "closed" = "running"
  /** What has just failed is not tried again at once. */
  #shaken = false
  readonly #flights: Flights
  /** Ticks may overlap. */
  readonly #overlaps: boolean
  /** Commits that are on their way. */
  #aloft = 0
  /** Executions that ticks on their way may bring. */
  #wanted = 0
  /** More is ready than was reserved. */
  #more = true
  #nextDue = Infinity
  readonly #newPlans: NewPlans

  constructor(parts: WorkerParts) {
    this.#parts = parts
    this.#bell = bellOf(parts.backend)
    this.#ahead = parts.backend.capabilities.volatile === true
    this.#overlaps = parts.backend.capabilities.overlapping === true
    this.#flights = new Flights(this.#overlaps ? 2 : 1)
    this.#rest = new Rest(parts.clock)
    this.#pauses = new Pauses(parts.clock, this.#rest)
    this.#refusals = new Refusals(parts.clock, () => this.#rest.ring())
    this.#timers = new Timers(parts.clock, () => this.#rest.ring())
    this.#held = new Holdings(this.#timers)
    const { backend, clock, logger, planOf, storedPlanOf, isExpress } = parts
    const starter = new Starter(backend, parts.telemetry)
    const storing = { backend, starter, clock, logger, errands: new StoreErrands(parts) }
    this.#errands = storing.errands
    const children = new ChildStarter({ ...storing, planOf, storedPlanOf, isExpress })
    const courier = new Courier({ queues: parts.queues, clock, logger, answers: () => this.#facts })
    const working = { clock, logger, timers: this.#timers, children, courier }
    this.#facts = new Facts({
      ...working,
      touched: (owned) => this.#touched(owned),
      rested: (owned) => this.#rested(owned),
    })
    this.#dispatcher = new Dispatcher({
      ...working,
      services: parts.services,
      activities: parts.newPlanIds === undefined ? undefined : new ActivityOffers(backend, this.#errands),
      letters: new DeadLetterWriter({ ...storing, answers: this.#facts }),
      answers: this.#facts,
      taskConcurrency: parts.taskConcurrency,
    })
    this.#orders = new Orders({
      ...working,
      dispatcher: this.#dispatcher,
      childRuns: new ChildRuns({ ...storing, answers: this.#facts }),
      facts: this.#facts,
      ahead: this.#ahead,
      begins: () => this.#state === "running",
    })
    this.line = new StoreLine(
      parts,
      () => ({ state: this.#state, executions: this.#held.size, handlers: this.#dispatcher.running }),
      () => this.#rest.ring(),
    )
    this.#newPlans = new NewPlans(parts, () => this.#session)
    this.#intake = new Intake({ ...parts, observer: () => this.#observer })
  }

  /** Opens the first session, and then runs until it is closed. */
  async start(): Promise<{ readonly ended: Promise<void> }> {
    await this.#open()
    this.#newPlans.start()
    this.#observer = observeWorker(this.#parts, this.#held, this.#dispatcher)
    return { ended: this.#observer?.apart(() => this.#run()) ?? this.#run() }
  }

  /** Stops reserving; what is under way comes to rest, is committed and let go of. */
  drain(): void {
    if (this.#state === "running") this.#state = "draining"
    this.#dispatcher.stop()
    this.#rest.ring()
  }

  /** Commits what has happened, aborts what still runs, and lets go of everything. */
  close(): void {
    this.#state = "closed"
    for (const owned of this.#held.values()) {
      for (const work of owned.work.values()) {
        // Not waited for any more: what a handler answers to its abort must not become the step's failure.
        owned.work.delete(work.frame)
        work.call?.abort("The worker was closed.")
      }
    }
    this.#rest.ring()
  }

  async #run(): Promise<void> {
    // A process that has a worker lives until the worker is closed, even while every execution sleeps.
    const keepAlive = setInterval(() => undefined, 2 ** 30)
    for (;;) {
      const over = this.#finished()
      if (over && this.#flights.count === 0) break
      if (over || this.#flights.full) await this.#flights.landing()
      else await this.#step()
    }
    this.#newPlans.stop()
    await this.#letGo()
    this.line.stop()
    this.#observer?.closed()
    clearInterval(keepAlive)
  }

  /** Waits for something to do, and sends it off. */
  async #step(): Promise<void> {
    if (!this.#rest.rung) await this.#sleep()
    await turnOfEventLoop()
    if (this.#shaken) {
      this.#shaken = false
      return await this.#pause()
    }
    this.#rest.clear()
    try {
      if (this.#session === undefined) await this.#open()
      this.#depart()
    } catch (error) {
      this.#failed(error)
    }
  }

  /** What is due, and one tick with all that has happened. */
  #depart(): void {
    const now = this.#parts.clock.now()
    this.#fireTimers(now)
    this.#sendToSleep(now)
    const commits = this.#held.takeCommits(now, this.#share(), (owned) => this.#rested(owned))
    if (this.#held.touched > 0) this.#rest.ring()
    const refusals = this.#refusals.take()
    const answered = tickTeller(this.#observer, commits)
    const session = this.#session ?? ""
    const want = this.#want()
    this.#wanted += want
    this.#aloft += commits.length
    const tick = this.line.tick({
      session,
      now,
      commits: [...commits, ...refusals].map(({ commit }) => commit),
      want,
      spare: this.#room,
    })
    this.#flights.send(
      tick,
      (result) => {
        this.#wanted -= want
        this.#aloft -= commits.length
        // Of one that was given up meanwhile nothing may be touched.
        if (session !== this.#session) return
        if (result.lost) {
          this.#lost("The session has ended.")
          this.#shaken = true
          return
        }
        answered?.(result.refused)
        this.#arrive(result, { commits, refusals, now })
      },
      (error) => {
        this.#wanted -= want
        this.#aloft -= commits.length
        if (session === this.#session) this.#failed(error)
      },
    )
  }

  /**
   * How many executions one tick takes care of: where two may be on their way, half of them, so that the store and this
   * process work at the same time.
   */
  #share(): number {
    const { touched } = this.#held
    if (!this.#overlaps) return touched
    return Math.max(leastShare, Math.ceil((touched + this.#aloft) / 2))
  }

  /** A tick was carried out: what comes of it. */
  #arrive(result: Answered, { commits, refusals, now }: Departed): void {
    this.#settle(commits, result.refused)
    for (const { commit, news } of refusals) {
      if (!result.refused.includes(commit.execution)) this.#ring(commit.execution, news)
    }
    for (const { execution, ...message } of result.messages) {
      const owned = this.#held.get(execution)
      if (owned !== undefined) this.#facts.deliver(owned, message)
    }
    for (const reserved of result.reserved) this.#take(reserved, now)
    this.#look(result)
    this.#pauses.reset()
    if (!this.#rest.sleeping) return
    this.#arm()
    this.#rest.waitFor(this.#awaited)
  }

  #want(): number {
    return this.#more ? Math.min(batch, this.#room) : Math.min(batch, Math.ceil(this.#room / 2))
  }

  /** For so many executions more there is room. */
  get #room(): number {
    if (this.#state !== "running") return 0
    return Math.max(0, this.#parts.window.size - this.#held.size - this.#wanted)
  }

  #look(result: Answered): void {
    this.#more = result.more
    this.#nextDue = result.nextDue ?? Infinity
    // Where there is room for it, or room can be made.
    if (this.#more && this.#state === "running" && (this.#room > 0 || this.#held.waiting > 0)) this.#rest.ring()
  }

  #settle(commits: readonly TakenCommit[], refused: readonly string[]): void {
    for (const id of refused) {
      const owned = this.#held.get(id)
      if (owned !== undefined) this.#drop(owned, "The execution is owned by another worker.", false)
    }
    for (const taken of commits) {
      const { owned } = taken
      owned.committing = false
      if (!owned.dropped) this.#carryOut(taken)
      // Something has happened to it meanwhile.
      if (owned.queued) this.#rest.ring()
    }
  }

  /** The facts are durable: what they led to goes out. */
  #carryOut({ owned, commit, orders, events }: TakenCommit): void {
    tell(this.#parts, owned, events)
    const { status, sleep } = commit
    if (status !== undefined) {
      owned.status = status.status
      this.#ring(owned.id, status, owned.plan.name)
    }
    if (sleep !== undefined) return this.#held.forget(owned)
    // Of a parked one nothing is stopped that is under way elsewhere: it may yet go on.
    if (owned.status !== "RUNNING") return this.#drop(owned, "The execution has ended.", owned.status !== "PARKED")
    this.#orders.obey(owned, orders)
    this.#rested(owned)
  }

  #ring(execution: string, status: StatusChange | undefined, workflow?: string): void {
    if (status === undefined) return
    const ended = status.status === "RUNNING" ? undefined : { ...status, stoppedAt: status.at }
    if (ended !== undefined) tellEnd(this.#observer, execution, ended.status, workflow)
    this.#bell.ring(execution, ended)
  }

  #take(reserved: Reserved, now: number): void {
    const taken = this.#intake.take(reserved)
    if (!(taken instanceof Owned)) return this.#refusals.add(taken)
    this.#held.add(taken)
    const prompt = isPrompt(reserved, taken, now)
    if (taken.run.rev === 0) this.#facts.started(taken, prompt)
    if (reserved.length === 0 && reserved.deliveries > 1) taken.doubtFirstOrders()
    if (reserved.messages.length > 0 && taken.status === "RUNNING") this.#orders.adopt(taken)
    for (const message of reserved.messages) this.#facts.deliver(taken, message)
    if (taken.status === "RUNNING" && reserved.length > 0) this.#orders.resume(taken)
    if (taken.dirty) this.#touched(taken)
    if (prompt) this.#orders.obey(taken, taken.takePromptOrders())
    this.#rested(taken)
  }

  #fireTimers(now: number): void {
    for (let entry = this.#timers.popDue(now); entry !== undefined; entry = this.#timers.popDue(now)) {
      const owned = this.#held.get(entry.execution)
      if (owned?.work.get(entry.work.frame) === entry.work) this.#facts.fired(owned, entry, now)
    }
  }

  /** Lets go of what has only waited for a while, and at once where its place is wanted. */
  #sendToSleep(now: number): void {
    if (this.#state === "draining") return
    const wanted = this.#more && this.#room === 0 ? Math.ceil(this.#parts.window.size / 8) : 0
    this.#held.sendToSleep(now, wanted)
  }

  /** Something happened to it: it is committed with this turn's tick. */
  #touched(owned: Owned): void {
    this.#held.touch(owned)
    this.#rest.ring()
  }

  /** It may have nothing to do but wait. */
  #rested(owned: Owned): void {
    if (this.#ahead && !owned.obeying && !owned.committing) this.#orders.obey(owned, owned.takePromptOrders())
    // A loop that sleeps does not know what has changed: when to let go of it, that its place may be wanted.
    if (this.#state !== "running" || this.#rest.sleeping) this.#rest.ring()
    if (!owned.dropped && owned.idle) this.#held.rest(owned, this.#parts.clock.now())
  }

  #drop(owned: Owned, reason: string, ended: boolean): void {
    this.#held.forget(owned)
    for (const work of owned.work.values()) this.#facts.release(owned, work, reason, ended)
  }

  /** Waits until something happens. */
  async #sleep(): Promise<void> {
    this.#arm()
    await this.#rest.wait(this.#awaited)
  }

  /** What is under way, and will ring when it is done. */
  get #awaited(): number {
    return this.#dispatcher.running + this.#errands.pending + this.#flights.count
  }

  /** Has itself rung for when the next thing is due. */
  #arm(): void {
    const { backend, clock } = this.#parts
    const sleepAt = this.#state === "running" ? this.#held.nextToSleep : Infinity
    const pollAt = backend.capabilities.shared ? clock.now() + pollEvery : Infinity
    this.#timers.arm(Math.min(this.#nextDue, sleepAt, pollAt))
  }

  /** Before the next session is tried; not for a worker that is to end. */
  async #pause(): Promise<void> {
    await this.#pauses.wait(
      () => this.#state === "running",
      () => this.#dispatcher.running + this.#errands.pending,
    )
  }

  async #open(): Promise<void> {
    const { backend, name, planIds } = this.#parts
    const { session } = await backend.sessions.open({
      worker: name,
      plans: await planIds(),
      onWake: () => this.#rest.ring(),
    })
    this.#session = session
    this.line.opened()
    this.#more = true
    // What the last session did may have been carried out and never been answered.
    this.#bell.lookAll()
  }

  /** Everything that was owned is another worker's: nothing of it may be touched any more. */
  #lost(reason: string): void {
    this.#parts.logger.warn("the worker's session was lost", { worker: this.#parts.name, reason })
    this.#session = undefined
    this.line.lost()
    this.#observer?.lost(this.#held.size)
    for (const owned of this.#held.values()) this.#drop(owned, reason, false)
    this.#held.discard()
    this.#refusals.clear()
    this.#timers.clear()
    this.#nextDue = Infinity
    this.#rest.ring()
  }

  /** A tick that was not answered may or may not have been taken: the session is given up, and what it did is read. */
  #failed(error: unknown): void {
    const session = this.#session
    this.#lost(error instanceof Error ? error.message : String(error))
    if (isBackendClosed(error)) {
      this.#state = "closed"
      this.#bell.close()
      return
    }
    if (session !== undefined) this.line.leave(session)
    this.#shaken = true
  }

  #finished(): boolean {
    if (this.#state === "running") return false
    if (this.#state === "closed" || this.#session === undefined) return true
    for (const owned of this.#held.values()) if (!owned.idle) return false
    return this.#refusals.size === 0
  }

  /** The last tick, with a checkpoint of everything that is handed over in good order. */
  async #letGo(): Promise<void> {
    const { backend, clock, logger } = this.#parts
    const session = this.#session
    this.#timers.clear()
    if (session === undefined) return
    try {
      const commits = this.#held.takeLast(this.#state === "draining")
      const result = await backend.sessions.tick({
        session,
        now: clock.now(),
        commits: commits.map(({ commit }) => commit),
        want: 0,
      })
      if (!result.lost) this.#settle(commits, result.refused)
      await backend.sessions.close({ session })
    } catch (error) {
      if (isBackendClosed(error)) this.#bell.close()
      else logger.warn("a worker could not let go in good order", { worker: this.#parts.name, error })
    }
    for (const owned of this.#held.values()) this.#drop(owned, "The worker was closed.", false)
  }
}
