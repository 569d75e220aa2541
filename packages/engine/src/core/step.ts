import type { Json, JsonObject } from "../asl/json.ts"
import type { Command } from "./command.ts"
import type { Failure } from "./failure.ts"
import type { HistoryEvent } from "./history-event.ts"
import type { CompiledState, Machine } from "./machine.ts"
import type { ExecutionStatus, Frame, Run, Waiting } from "./run.ts"

/** Takes the events of a projection, in order. */
export type HistorySink = (event: HistoryEvent) => void

/** What stands in an event beside its id, time and type. */
export type EventDetails = Omit<HistoryEvent, "id" | "previousEventId" | "timestamp" | "type">

/** How a branch or an iteration ended. */
export type Settled =
  | { readonly frame: number; readonly output: Json; readonly failure?: never }
  | { readonly frame: number; readonly failure: Failure }

const nothing: Waiting = { for: "nothing" }
const noRetries: readonly number[] = []

/**
 * One transition in the making: a run being changed, and the commands that came of it. Lives for one call of
 * `transition` and never leaves it.
 */
export class Step {
  readonly machine: Machine
  /** Time of the fact that is being applied. */
  readonly at: number
  readonly sink: HistorySink | undefined
  readonly commands: Command[] = []
  readonly run: Run
  frames: Run["frames"]
  eventCount: number
  digest: number
  status: ExecutionStatus
  output: Json | undefined
  error: string | undefined
  cause: string | undefined
  redriveCount: number
  redrivenAt: number
  /** Frames that stand before a state which they have not entered yet. */
  readonly ready: number[] = []
  /** Branches and iterations that came to their end, for their parents to hear of. */
  readonly settled: Settled[] = []

  constructor(machine: Machine, run: Run, at: number, sink: HistorySink | undefined) {
    this.machine = machine
    this.run = run
    this.at = at
    this.sink = sink
    this.frames = run.frames
    this.eventCount = run.eventCount
    this.digest = run.digest
    this.status = run.status
    this.output = run.output
    this.error = run.error
    this.cause = run.cause
    this.redriveCount = run.redriveCount
    this.redrivenAt = run.redrivenAt
  }

  frame(id: number): Frame {
    const frame = this.frames.get(id)
    if (frame === undefined) throw new Error(`frame ${id} has ended`)
    return frame
  }

  stateOf(frame: Frame): CompiledState {
    const state = this.machine.states[frame.state]
    if (state === undefined) throw new Error(`state ${frame.state} is not of this machine`)
    return state
  }

  put(frame: Frame): Frame {
    this.frames = this.frames.set(frame.id, frame)
    return frame
  }

  drop(frame: Frame): void {
    this.frames = this.frames.set(frame.id, undefined)
  }

  /** A new line of control, standing before its first state. */
  open(
    parent: Frame | undefined,
    index: number,
    state: number,
    input: Json,
    lastEvent: number,
    item?: Frame["item"],
  ): Frame {
    const frame: Frame = {
      id: this.frames.length,
      parent: parent === undefined ? -1 : parent.id,
      index,
      state,
      input,
      variables: {},
      seq: 0,
      enteredEvent: 0,
      enteredAt: 0,
      lastEvent,
      retryCount: 0,
      retries: noRetries,
      waiting: nothing,
      ...(item === undefined ? {} : { item }),
    }
    this.ready.push(frame.id)
    return this.put(frame)
  }

  /** Moves a frame before its next state. */
  move(frame: Frame, state: number, input: Json, variables: JsonObject): void {
    this.put({
      ...frame,
      state,
      input,
      variables,
      retryCount: 0,
      retries: noRetries,
      waiting: nothing,
    })
    this.ready.push(frame.id)
  }

  /** Marks what a frame waits for from now on. */
  wait(frame: Frame, waiting: Waiting): Frame {
    this.digest = mix(this.digest, frame.id, frame.state, frame.seq + 1)
    return this.put({ ...frame, seq: frame.seq + 1, waiting })
  }

  /**
   * Writes an event that follows another by id, and answers its id.
   * @param details - Built only when somebody records.
   */
  event(type: string, previousEventId: number, details?: () => EventDetails): number {
    const id = ++this.eventCount
    if (this.sink !== undefined) {
      this.sink({ id, previousEventId, timestamp: this.at, type, ...details?.() })
    }
    return id
  }

  /** Writes an event on a frame's line of control. */
  eventOf(frame: Frame, type: string, details?: () => EventDetails): Frame {
    return this.put({ ...frame, lastEvent: this.event(type, frame.lastEvent, details) })
  }

  /** The run after this step. */
  done(): Run {
    return {
      header: this.run.header,
      status: this.status,
      ...(this.output === undefined ? {} : { output: this.output }),
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(this.cause === undefined ? {} : { cause: this.cause }),
      frames: this.frames,
      eventCount: this.eventCount,
      digest: this.digest,
      redriveCount: this.redriveCount,
      redrivenAt: this.redrivenAt,
    }
  }
}

/** A small integer hash: enough to notice that a replay took another way. */
function mix(digest: number, a: number, b: number, c: number): number {
  let hash = Math.imul(digest ^ a, 0x9e3779b1)
  hash = Math.imul((hash >>> 15) ^ hash ^ b, 0x85ebca6b)
  hash = Math.imul((hash >>> 13) ^ hash ^ c, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
