import type { Link, SpanContext } from "@opentelemetry/api"
import type { ObservedEvent, StandingState } from "@stepwright/engine"

import { eventKind } from "./event-kind.ts"

/** How a state ended. `caught`: it failed, and a catcher took over. */
export type StateOutcome = "succeeded" | "caught" | "failed" | "aborted"

/** A state that was entered and not left. */
export interface OpenState {
  readonly frame: number
  readonly name: string
  readonly type: string
  /** The event that entered it. */
  readonly entered: number
  /** The state that holds this one; undefined at the top. */
  readonly within: OpenState | undefined
  startedAt: number
  attempts: number
  attempt: OpenAttempt | undefined
  /** The attempt that was answered last. */
  before: { readonly seq: number; readonly at: number } | undefined
  failure: { readonly error: string; readonly at: number } | undefined
  readonly links: readonly Link[]
}

/** An attempt that was ordered and not answered. */
export interface OpenAttempt {
  readonly seq: number
  readonly number: number
  readonly startedAt: number
  readonly links: readonly Link[]
}

/** Who writes down what has ended. Times are milliseconds since 1970. */
export interface SpanWriter {
  state(state: OpenState, outcome: StateOutcome, endedAt: number): void
  attempt(state: OpenState, attempt: OpenAttempt, error: string | undefined, endedAt: number): void
  execution(status: string, error: string | undefined, endedAt: number): void
  redriven(at: number, redriveCount: number): void
  stateContext(entered: number): SpanContext | undefined
  attemptContext(frame: number, seq: number): SpanContext | undefined
}

/** What comes after a wait of so long is linked to it, in milliseconds. */
const longWait = 60_000

/** Reads an execution's events, holds what is open, and has written down what they end. */
export class StandingSpans {
  readonly #open = new Map<number, OpenState>()
  readonly #writer: SpanWriter
  /** By frame: what the next state on it is linked to. */
  readonly #waited = new Map<number, Link>()

  constructor(writer: SpanWriter, standing: readonly StandingState[], redrivenAt: number) {
    this.#writer = writer
    for (const { frame, parent, name, type, entered, enteredAt, attempts, attempt, failed } of standing) {
      this.#open.set(frame, {
        frame,
        name,
        type,
        entered,
        within: this.#open.get(parent),
        startedAt: Math.max(enteredAt, redrivenAt),
        attempts,
        attempt:
          attempt === undefined
            ? undefined
            : { seq: attempt.seq, number: attempts, startedAt: attempt.sinceMs, links: [] },
        before: failed,
        failure: undefined,
        links: [],
      })
    }
  }

  /** The state that a line of control stands in, as far as is durable. */
  at(frame: number): OpenState | undefined {
    return this.#open.get(frame)
  }

  happened(observed: ObservedEvent): void {
    const { event } = observed
    const kind = eventKind(event.type)
    switch (kind.of) {
      case "state":
        return this.#state(observed, kind.type, kind.what)
      case "attempt":
        return this.#attempt(observed, kind.what)
      case "execution":
        return this.#end(observed, kind.end)
      case "failure":
        return this.#failed(observed, event.error)
      case "redrive":
        // What failed stands where it stood, and is begun again.
        for (const open of this.#open.values()) open.startedAt = event.timestamp
        return this.#writer.redriven(event.timestamp, event.redriveCount ?? 1)
      case "nothing":
    }
  }

  #state(observed: ObservedEvent, type: string, what: string): void {
    const { event, frame } = observed
    if (what === "Entered") return this.#enter(observed, type)
    const open = this.#open.get(frame)
    if (open === undefined) return
    const failure = this.#settle(open, event.timestamp)
    if (what === "Started") open.failure = undefined
    else if (what === "Failed") open.failure ??= failure ?? { error: "_OTHER", at: event.timestamp }
    else this.#close(open, open.failure === undefined ? "succeeded" : "caught", event.timestamp)
  }

  #enter({ event, frame, parent }: ObservedEvent, type: string): void {
    const waited = this.#waited.get(frame)
    this.#waited.delete(frame)
    this.#open.set(frame, {
      frame,
      name: event.name ?? "",
      type,
      entered: event.id,
      within: this.#open.get(parent),
      startedAt: event.timestamp,
      attempts: 0,
      attempt: undefined,
      before: undefined,
      failure: undefined,
      links: waited === undefined ? [] : [waited],
    })
  }

  #attempt({ event, frame, seq }: ObservedEvent, what: string): void {
    const open = this.#open.get(frame)
    if (open === undefined) return
    const { timestamp } = event
    if (what === "Scheduled") {
      const { before } = open
      const long = before !== undefined && timestamp - before.at >= longWait
      const failed = long ? this.#writer.attemptContext(frame, before.seq) : undefined
      open.attempts++
      open.failure = undefined
      open.attempt = {
        seq,
        number: open.attempts,
        startedAt: timestamp,
        links: failed === undefined ? [] : [linkTo(failed, "retry")],
      }
      return
    }
    const error =
      what === "Succeeded" ? undefined : (event.error ?? (what === "TimedOut" ? "States.Timeout" : "_OTHER"))
    if (open.attempt !== undefined) this.#writer.attempt(open, open.attempt, error, timestamp)
    open.attempt = undefined
    open.before = { seq, at: timestamp }
    open.failure = error === undefined ? undefined : { error, at: timestamp }
  }

  #failed({ event, frame }: ObservedEvent, error = "_OTHER"): void {
    const open = this.#open.get(frame)
    if (open !== undefined) open.failure = { error, at: event.timestamp }
  }

  #end(observed: ObservedEvent, end: string): void {
    const { event, frame } = observed
    if (end === "Failed" && this.#open.get(frame)?.failure === undefined) this.#failed(observed, event.error)
    for (const open of [...this.#open.values()].toReversed()) this.#left(open, event.timestamp)
    this.#writer.execution(end === "TimedOut" ? "TIMED_OUT" : end.toUpperCase(), event.error, event.timestamp)
  }

  /** What a state holds ends with it, and with each try of it. Answers what of it failed. */
  #settle(holder: OpenState, at: number): OpenState["failure"] {
    // As a rule it holds nothing, and nothing else is open.
    if (this.#open.size === 1) return undefined
    let failure: OpenState["failure"]
    for (const open of [...this.#open.values()].toReversed()) {
      for (let within = open.within; within !== undefined; within = within.within) {
        if (within !== holder) continue
        failure ??= open.failure
        this.#left(open, at)
        break
      }
    }
    return failure
  }

  /** A state that nothing says to have ended: it failed when it was last heard of, or was stopped. */
  #left(open: OpenState, at: number): void {
    if (open.attempt !== undefined) this.#writer.attempt(open, open.attempt, "aborted", at)
    open.attempt = undefined
    this.#close(open, open.failure === undefined ? "aborted" : "failed", open.failure?.at ?? at)
  }

  #close(open: OpenState, outcome: StateOutcome, at: number): void {
    this.#open.delete(open.frame)
    this.#writer.state(open, outcome, at)
    if (at - open.startedAt < longWait) return
    const context = this.#writer.stateContext(open.entered)
    if (context !== undefined) this.#waited.set(open.frame, linkTo(context, "wait"))
  }
}

function linkTo(context: SpanContext, what: string): Link {
  return { context, attributes: { "stepwright.link": what } }
}
