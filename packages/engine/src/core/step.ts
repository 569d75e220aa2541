import type { Json } from "../asl/json.ts"
import { append } from "./append.ts"
import type { Command } from "./command.ts"
import { errorFields, type Failure } from "./failure.ts"
import { Frame, type MapItem } from "./frame.ts"
import type { HistoryEvent } from "./history-event.ts"
import { endsExecution, historyFull, HistoryFull, mostEvents } from "./history-quota.ts"
import type { CompiledState, Machine } from "./machine.ts"
import { awaitedChild } from "./map/child-name.ts"
import { closeMapRun, type MapRun } from "./map/tally.ts"
import type { Cancellation, ExecutionStatus, Run } from "./run.ts"
import type { Trie } from "./trie.ts"

/**
 * Takes the events of a projection, in order.
 * @param frame - The line of control that the event is of; undefined for those beside them: of the execution, of a
 * branch's or iteration's begin and end. Only to be looked at, and only during the call.
 */
export type HistorySink = (event: HistoryEvent, frame: Frame | undefined) => void

/** What stands in an event beside its id, time and type. */
export type EventDetails = Omit<HistoryEvent, "id" | "previousEventId" | "timestamp" | "type">

/** A line of control that came to its end, for its parent's state to hear of. */
export interface Ended {
  readonly frame: Frame
  readonly output: Json
  readonly failure: Failure | undefined
  /** It did not end, but has stopped where the cancelled execution left it. */
  readonly halted?: boolean
}

/** The error that a cancelled execution raises where its work has come to rest. */
export const cancelledError = "Stepwright.Cancelled"

const nothing: EventDetails = {}
const none: readonly never[] = []

/**
 * One transition in the making: a run being changed, and the commands that came of it. Lives for one call of
 * `transition` and never leaves it.
 */
export class Step {
  readonly machine: Machine
  readonly run: Run
  readonly rev: number
  /** Time of the fact that is being applied, in milliseconds since 1970. */
  readonly at: number
  /** Whether somebody takes the events: their details are built only then. */
  readonly recording: boolean
  commands: readonly Command[] = none
  /** Frames that stand before a state which they have not entered yet, in the order in which they go on. */
  ready: readonly Frame[] = none
  ended: readonly Ended[] = none
  readonly frames: Trie<Frame>
  /** Changed by {@link setMapRun} alone: most transitions have none. */
  mapRuns: Trie<MapRun>
  eventCount: number
  digest: number
  status: ExecutionStatus
  output: Json | undefined
  error: string | undefined
  cause: string | undefined
  redriveCount: number
  redrivenAt: number
  awaitedBy: string | undefined
  cancelled: Cancellation | undefined
  /** The event that was written last by {@link succeeded}, and where its frame stood. */
  passed: { readonly frame: number; readonly from: number; readonly event: number } | undefined = undefined
  readonly #history: HistorySink | undefined
  readonly #mostEvents: number

  constructor(machine: Machine, run: Run, at: number, history: HistorySink | undefined, consumes = false) {
    this.machine = machine
    this.run = run
    // What bears the number of this transition is its own to change.
    this.rev = consumes && run.rev > 0 ? run.rev : run.rev + 1
    this.at = at
    this.recording = history !== undefined
    this.#history = history
    this.#mostEvents = mostEvents(machine, run.header)
    this.frames = run.frames.edit(this.rev)
    this.mapRuns = run.mapRuns
    this.eventCount = run.eventCount
    this.digest = run.digest
    this.status = run.status
    this.output = run.output
    this.error = run.error
    this.cause = run.cause
    this.redriveCount = run.redriveCount
    this.redrivenAt = run.redrivenAt
    this.awaitedBy = run.awaitedBy
    this.cancelled = run.cancelled
  }

  /** The state that a frame stands in. */
  stateOf(frame: Frame): CompiledState {
    const state = this.machine.states[frame.state]
    if (state === undefined) throw new Error(`state ${frame.state} is not of this machine`)
    return state
  }

  /** A frame for this transition to change. */
  own(id: number): Frame {
    const frame = this.frames.get(id)
    if (frame === undefined) throw new Error(`frame ${id} has ended`)
    if (frame.rev === this.rev) return frame
    const copy = frame.copy(this.rev)
    this.frames.set(id, copy)
    return copy
  }

  order(command: Command): void {
    this.commands = append(this.commands, command)
  }

  /** A frame stands before a state. */
  goOn(frame: Frame): void {
    this.ready = append(this.ready, frame)
  }

  /** A line of control came to its end. */
  end(frame: Frame, output: Json, failure: Failure | undefined): void {
    this.ended = append(this.ended, { frame, output, failure })
  }

  /** A line of control has stopped. */
  halted(frame: Frame): void {
    this.ended = append(this.ended, { frame, output: null, failure: undefined, halted: true })
  }

  /** A new line of control before its first state; it goes on when its turn comes. */
  open(parent: Frame | undefined, index: number, item: MapItem | undefined): Frame {
    const frame = this.line(parent, index, item)
    this.goOn(frame)
    return frame
  }

  /** A new line of control that enters no state by itself. */
  line(parent: Frame | undefined, index: number, item: MapItem | undefined): Frame {
    const frame = new Frame(this.rev, this.frames.length, parent?.id ?? -1, index, item)
    this.frames.set(frame.id, frame)
    return frame
  }

  setMapRun(number: number, mapRun: MapRun): void {
    this.mapRuns = this.mapRuns.edit(this.rev)
    this.mapRuns.set(number, mapRun)
  }

  /** Counts what a frame waits for from now on; its answer must name the new `seq`. */
  wait(frame: Frame, waiting: Frame["waiting"]): void {
    frame.waiting = waiting
    frame.since = this.at
    frame.seq++
    this.mix(frame.id, frame.state, frame.seq)
  }

  /** Works three numbers into the rolling digest. */
  mix(a: number, b: number, c: number): void {
    let hash = Math.imul(this.digest ^ a, 0x9e3779b1)
    hash = Math.imul((hash >>> 15) ^ hash ^ b, 0x85ebca6b)
    hash = Math.imul((hash >>> 13) ^ hash ^ c, 0xc2b2ae35)
    this.digest = (hash ^ (hash >>> 16)) & 0x3fff_ffff // so that every platform holds it as a small integer
  }

  /** Writes the next event on a frame's line of control and answers its id. */
  event(frame: Frame, type: string, details: EventDetails = nothing): number {
    const id = this.aside(frame.lastEvent, type, details, frame)
    frame.lastEvent = id
    return id
  }

  /** Writes that a state's branches or iterations succeeded: its exit passes this event by, a failure that ends all does not. */
  succeeded(frame: Frame, previous: number, type: string): void {
    this.passed = { frame: frame.id, from: frame.lastEvent, event: this.aside(previous, type) }
  }

  /**
   * Writes an event that follows `previous` and that the frame's next one does not follow.
   * @throws {HistoryFull} where there is room for the execution's end alone.
   */
  aside(previous: number, type: string, details: EventDetails = nothing, frame?: Frame): number {
    const id = this.eventCount + 1
    if (id >= this.#mostEvents && !endsExecution(type)) throw new HistoryFull(previous)
    this.eventCount = id
    this.#history?.({ id, previousEventId: previous, timestamp: this.at, type, ...details }, frame)
    return id
  }

  /** Ends the execution. Its frames stay for a redrive, unless it succeeded. */
  finish(status: Exclude<ExecutionStatus, "RUNNING">, output: Json | undefined, failure: Failure | undefined): void {
    this.status = status
    this.output = output
    this.error = failure?.error
    this.cause = failure?.cause
    const children = this.#endMapRuns()
    const { error, cause } = this
    this.order(
      children === undefined
        ? { type: "FinishExecution", status, output, error, cause }
        : { type: "FinishExecution", status, output, error, cause, children },
    )
  }

  /** Ends the execution in the place of what was to be written; it cannot be redriven. */
  finishFull({ previous }: HistoryFull): void {
    const failure = historyFull(this.#mostEvents)
    // A redrive by its Map finds the end written already.
    if (this.eventCount < this.#mostEvents) this.aside(previous, "ExecutionFailed", errorFields(failure))
    this.finish("FAILED", undefined, failure)
  }

  /** What of distributed Maps is under way ends with the execution. */
  #endMapRuns(): readonly string[] | undefined {
    if (this.mapRuns.size === 0) return undefined
    this.mapRuns.forEach((_, number) => closeMapRun(this, number, "ABORTED"))
    const children: string[] = []
    this.frames.forEach((frame) => {
      if (frame.waiting === "child") children.push(awaitedChild(this, frame))
    })
    return children.length === 0 ? undefined : children
  }

  /** The run after this step. */
  done(): Run {
    return {
      header: this.run.header,
      status: this.status,
      output: this.output,
      error: this.error,
      cause: this.cause,
      eventCount: this.eventCount,
      digest: this.digest,
      redriveCount: this.redriveCount,
      redrivenAt: this.redrivenAt,
      rev: this.rev,
      frames: this.frames,
      mapRuns: this.mapRuns,
      awaitedBy: this.awaitedBy,
      cancelled: this.cancelled,
    }
  }
}
