import type { Json } from "../asl/json.ts"
import type { ChildEnd, Fact } from "../core/index.ts"
import { readItems } from "../map-data/read-items.ts"
import type { Clock } from "../ports/clock.ts"
import type { Message } from "../ports/sessions.ts"
import type { Unreadable } from "../ports/unreadable.ts"
import { answerFact } from "./answer-fact.ts"
import type { ChildStarter } from "./child-starter.ts"
import type { Courier } from "./courier.ts"
import type { Answers } from "./answers.ts"
import type { TaskFailure } from "./handler-failure.ts"
import { Started, Success } from "./fact-text.ts"
import type { Logger } from "./logger.ts"
import { type InboxMessage, readMessage } from "./message.ts"
import type { Owned } from "./owned.ts"
import { addressOf } from "./seed.ts"
import type { Timers } from "./timers.ts"
import type { TimerEntry, Work } from "./work.ts"

/** What turns happenings into facts works with. */
export interface FactsParts {
  readonly clock: Clock
  readonly logger: Logger
  readonly timers: Timers
  readonly children: ChildStarter
  readonly courier: Courier
  /** Something is to be committed. */
  readonly touched: (owned: Owned) => void
  /** Nothing may be left to do but wait. */
  readonly rested: (owned: Owned) => void
}

type TaskFailed = Extract<Fact, { readonly type: "TaskFailed" }>

/** Turns what happens (an answer, a timer, a message) into facts of executions, and ends the work that they settle. */
export class Facts implements Answers {
  readonly #parts: FactsParts

  constructor(parts: FactsParts) {
    this.#parts = parts
  }

  /**
   * It was taken in for the first time, as far as its journal says.
   * @param prompt - It begins when it was started: all that comes of this is then known from its start alone.
   */
  started(owned: Owned, prompt: boolean): void {
    const at = prompt ? owned.stamp(0) : this.#at(owned)
    this.#apply(owned, new Started(at, owned.run.digest))
  }

  succeeded(owned: Owned, work: Work, output: Json): void {
    if (!isCurrent(owned, work)) return
    if (work.order?.reader === undefined) return this.#succeeded(owned, work, output)
    // What an ItemReader's resource answered is read here: the core is told of items.
    const { items, cause } = readItems(work.order.resource, work.order.reader, output)
    if (items === undefined) this.failed(owned, work, { cause })
    else this.#succeeded(owned, work, items)
  }

  #succeeded(owned: Owned, work: Work, output: Json): void {
    const { frame, seq } = work
    this.#end(owned, work, new Success(frame, seq, this.#at(owned), owned.run.digest, output))
  }

  submitted(owned: Owned, work: Work, output: Json): void {
    if (!isCurrent(owned, work)) return
    const { frame, seq } = work
    const { digest } = owned.run
    this.#apply(owned, { type: "TaskSubmitted", frame, seq, at: this.#at(owned), digest, output })
  }

  failed(owned: Owned, work: Work, failure: TaskFailure): void {
    if (isCurrent(owned, work)) this.#end(owned, work, this.#failure(owned, work, failure))
  }

  submitFailed(owned: Owned, work: Work, failure: TaskFailure): void {
    if (isCurrent(owned, work)) this.#end(owned, work, { ...this.#failure(owned, work, failure), submit: true })
  }

  #failure(owned: Owned, { frame, seq, order }: Work, { error, cause }: TaskFailure): TaskFailed {
    return {
      type: "TaskFailed",
      frame,
      seq,
      ...this.#now(owned),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...(order?.again === true ? { again: true } : {}),
    }
  }

  rested(owned: Owned): void {
    this.#parts.rested(owned)
  }

  /** Something is due. */
  fired(owned: Owned, { work, kind }: TimerEntry, now: number): void {
    if (work.unbounded) return this.#parts.rested(owned)
    const { frame, seq, order } = work
    const base = { frame, seq, ...this.#now(owned) }
    if (kind === "timer") {
      const { at, digest } = base
      const fact: Fact = frame < 0 ? { type: "ExecutionTimedOut", at, digest } : { type: "TimerFired", ...base }
      return this.#end(owned, work, fact)
    }
    if (kind === "heartbeat") {
      // Code that stands in line for its turn cannot beat.
      if (work.inLine) work.lastBeat = now
      // Heartbeats only move this forward when it comes out of the heap: they are many, and it is one.
      const due = work.lastBeat + (order?.heartbeatSeconds ?? 0) * 1000
      if (due > now) {
        work.beatDue = this.#parts.timers.push(due, { execution: owned.id, work, kind })
        this.#parts.rested(owned)
        return
      }
    }
    this.#abandon(owned, work, `The task's ${kind} has passed.`)
    this.#end(owned, work, { type: "TaskTimedOut", ...base, reason: kind })
  }

  /** A child execution turned out to have ended well before it was to be redriven. */
  childSucceeded(owned: Owned, work: Work, output: Json, child: ChildEnd): void {
    if (!isCurrent(owned, work)) return
    const { frame, seq } = work
    const { digest } = owned.run
    this.#end(owned, work, { type: "TaskSucceeded", frame, seq, at: this.#at(owned), digest, output, child })
  }

  /** The core no longer wants an answer to this. */
  cancel(owned: Owned, frame: number, seq: number): void {
    const work = owned.work.get(frame)
    if (work === undefined || work.seq !== seq) return
    owned.work.delete(frame)
    this.#parts.timers.cancel(work)
    this.#abandon(owned, work, "The step was cancelled.")
    if (work.token === undefined && work.beatMessage === undefined) return
    if (work.token !== undefined) owned.closeToken(work.token)
    if (work.beatMessage !== undefined) owned.consume(work.beatMessage)
    this.#parts.touched(owned)
  }

  /** The whole execution is gone from here: `ended` for good, else another worker has it. */
  release(owned: Owned, work: Work, reason: string, ended: boolean): void {
    if (ended) this.#abandon(owned, work, reason)
    else work.call?.abort(reason)
  }

  /** Word from outside. */
  deliver(owned: Owned, { id, body, unreadable }: Message): void {
    // It stays in the inbox: whoever takes a parked execution up next puts it into the journal.
    if (owned.parked) return
    if (unreadable !== undefined) return this.#setAside(owned, unreadable)
    const message = readMessage(body)
    if (message === undefined) {
      owned.consume(id)
      return this.park(owned, new Error(`This release cannot read a message that came for it: ${body.slice(0, 1000)}`))
    }
    this.#heed(owned, message, id)
    // One that could not be taken in had been accepted all the same: it stays, too.
    if (message.type !== "TokenHeartbeat" && !owned.parked) owned.consume(id)
    this.#parts.touched(owned)
  }

  /** What cannot be handled: a fault of ours, or damage. One execution must not take the others with it. */
  park(owned: Owned, error: unknown): void {
    this.#setAside(owned, { error: "Stepwright.Fault", cause: error instanceof Error ? error.message : String(error) })
  }

  #setAside(owned: Owned, { error, cause }: Pick<Unreadable, "error" | "cause">): void {
    this.#parts.logger.error("an execution was parked", {
      execution: owned.id,
      error,
      cause,
      ...owned.observer?.logFacts(),
    })
    owned.park(error, cause)
    this.#parts.touched(owned)
  }

  #heed(owned: Owned, message: InboxMessage, id: string): void {
    switch (message.type) {
      case "TokenSucceeded":
      case "TokenFailed":
        return this.#tokenAnswered(owned, message)
      case "TokenHeartbeat":
        // The sender's clock may be ahead of ours.
        return this.#beat(owned, message.token, Math.min(message.at, this.#parts.clock.now()), id)
      case "TaskTaken":
        return this.#taken(owned, message.token, message.worker)
      case "StopRequested": {
        const { error, cause } = message
        this.#apply(owned, {
          type: "StopRequested",
          ...this.#now(owned),
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        })
        return
      }
      case "MapRunUpdated":
        this.#apply(owned, { ...message, ...this.#now(owned) })
        return
      case "CancelRequested": {
        const { type, cause, by, revive } = message
        const more = {
          ...(cause === undefined ? {} : { cause }),
          ...(by === undefined ? {} : { by }),
          ...(revive === undefined ? {} : { revive }),
        }
        const taken = this.#apply(owned, { type, ...this.#now(owned), ...more })
        if (!taken && !owned.parked && owned.run.status !== "RUNNING") owned.restate()
        return
      }
      case "RedriveRequested": {
        const { type, anew, awaitedBy } = message
        const more = { ...(anew === undefined ? {} : { anew }), ...(awaitedBy === undefined ? {} : { awaitedBy }) }
        const taken = this.#apply(owned, { type, ...this.#now(owned), ...more })
        // Asked once more than was needed: it stays as it is, and whoever asked is told again how it ended.
        if (!taken && !owned.parked && owned.run.status !== "RUNNING") owned.restate()
      }
    }
  }

  /** The first answer counts; one that came too late is journalled all the same, for it had been accepted. */
  #tokenAnswered(
    owned: Owned,
    message: Extract<InboxMessage, { readonly type: "TokenSucceeded" | "TokenFailed" }>,
  ): void {
    const { at, digest } = this.#now(owned)
    const fact = answerFact(message, at, digest)
    if (fact === undefined) return
    const { frame, seq } = fact as Extract<Fact, { readonly frame: number }> // an answer is addressed
    if (!this.#apply(owned, fact, true)) return
    const work = owned.work.get(frame)
    if (work === undefined || work.seq !== seq) return
    owned.work.delete(frame)
    this.#parts.timers.cancel(work)
    if (work.beatMessage !== undefined) owned.consume(work.beatMessage)
  }

  #taken(owned: Owned, token: string, worker: string | undefined): void {
    const { frame, seq } = addressOf(token) ?? { frame: -1, seq: -1 }
    const work = owned.work.get(frame)
    if (work === undefined || work.seq !== seq) return
    work.lastBeat = Math.max(work.lastBeat, this.#parts.clock.now())
    this.submitted(owned, work, worker ?? null)
  }

  #beat(owned: Owned, token: string, at: number, message: string): void {
    const address = addressOf(token)
    if (address === undefined) return owned.consume(message)
    const { frame, seq } = address
    const work = owned.work.get(frame)
    if (work === undefined) {
      // The task is not taken up yet: the message waits for that.
      const earlier = owned.beats?.get(frame)
      if (earlier !== undefined && earlier.seq > seq) return owned.consume(message)
      if (earlier?.message !== undefined) owned.consume(earlier.message)
      const last = earlier?.seq === seq ? Math.max(at, earlier.at) : at
      ;(owned.beats ??= new Map()).set(frame, { seq, at: last, message })
      return
    }
    if (work.seq !== seq) return owned.consume(message)
    if (work.beatMessage !== undefined) owned.consume(work.beatMessage)
    work.beatMessage = message
    work.lastBeat = Math.max(work.lastBeat, at)
  }

  /** The owner's own answer to a piece of work. */
  #end(owned: Owned, work: Work, fact: Fact): void {
    owned.work.delete(work.frame)
    this.#parts.timers.cancel(work)
    if (work.token !== undefined) owned.closeToken(work.token)
    if (work.beatMessage !== undefined) owned.consume(work.beatMessage)
    this.#apply(owned, fact)
  }

  #abandon(owned: Owned, work: Work, reason: string): void {
    work.abandoned = true
    work.call?.abort(reason)
    if (work.child !== undefined) this.#parts.children.stop(owned, work.child)
    if (work.job !== undefined) this.#parts.courier.release(work.job)
  }

  #apply(owned: Owned, fact: Fact, keepStale = false): boolean {
    try {
      return owned.apply(fact, keepStale)
    } catch (error) {
      this.park(owned, error)
      return false
    } finally {
      this.#parts.touched(owned)
    }
  }

  #now(owned: Owned): { readonly at: number; readonly digest: number } {
    return { at: this.#at(owned), digest: owned.run.digest }
  }

  #at(owned: Owned): number {
    return owned.stamp(this.#parts.clock.now())
  }
}

function isCurrent(owned: Owned, work: Work): boolean {
  return !owned.dropped && owned.work.get(work.frame) === work
}
