import type { Json } from "../asl/json.ts"
import {
  type ExecutionHeader,
  type Fact,
  type HistoryEvent,
  type Machine,
  type Run,
  startRun,
  transition,
} from "../core/index.ts"
import { historyError } from "./history-error.ts"

/** A history as facts: what happened outside of the state machine. */
export interface Replayed {
  readonly facts: readonly Fact[]
  readonly run: Run
  /** Variables that came to another value than the history tells: their expressions depend on chance. */
  readonly differences: readonly string[]
}

type Frame = NonNullable<ReturnType<Run["frames"]["get"]>>

/**
 * Finds the facts that give a history: a machine that is told of them writes the same events on each line of control. Lines
 * that run side by side may be interleaved otherwise, so events are told apart by the one that they follow.
 * @throws {EngineError} `HISTORY_INVALID` where the machine writes other events.
 */
export function replayHistory(machine: Machine, header: ExecutionHeader, events: readonly HistoryEvent[]): Replayed {
  const replay = new Replay(machine, header)
  for (const event of events) replay.take(event)
  return replay
}

class Replay implements Replayed {
  readonly facts: Fact[] = []
  readonly differences: string[] = []
  run: Run
  readonly #machine: Machine
  /** Our event for each of theirs. */
  readonly #ours = new Map([[0, 0]])
  /** Events that we wrote and they have not come to. */
  readonly #written = new Map<string, HistoryEvent[]>()
  #at = 0

  constructor(machine: Machine, header: ExecutionHeader) {
    this.#machine = machine
    this.run = startRun(machine, header)
  }

  take(event: HistoryEvent): void {
    const previous = this.#ours.get(event.previousEventId) ?? -1
    const ours = this.#find(event, previous) ?? this.#cause(event, previous)
    if (ours === undefined) return
    this.#ours.set(event.id, ours.id)
    this.#compare(event, ours)
  }

  #find(event: HistoryEvent, previous: number): HistoryEvent | undefined {
    return this.#written.get(keyOf(event, previous))?.shift()
  }

  /** Applies the fact that an event tells of. Of an execution's end there need not be an event of ours. */
  #cause(event: HistoryEvent, previous: number): HistoryEvent | undefined {
    const fact = this.#factOf(event, previous)
    if (fact !== undefined) this.#apply(fact)
    const ours = this.#find(event, previous)
    if (ours !== undefined || event.type.startsWith("Execution")) return ours
    throw historyError(`Its event ${event.id}, ${event.type} ${event.name ?? ""}, is none that this definition gives.`)
  }

  #apply(fact: Fact): void {
    this.#at = Math.max(this.#at, fact.at)
    const stamped: Fact = { ...fact, at: this.#at, digest: this.run.digest }
    const [run] = transition(this.#machine, this.run, stamped, (event) => {
      const key = keyOf(event, event.previousEventId)
      const same = this.#written.get(key)
      if (same === undefined) this.#written.set(key, [event])
      else same.push(event)
    })
    if (run === this.run) return
    this.run = run
    this.facts.push(stamped)
  }

  #factOf(event: HistoryEvent, previous: number): Fact | undefined {
    const { type, timestamp: at, error, cause } = event
    const told = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }
    switch (type) {
      case "ExecutionStarted":
        return { type, at }
      case "ExecutionRedriven":
        return { type: "RedriveRequested", at }
      case "ExecutionTimedOut":
        return { type: "StopRequested", at, error: "States.Timeout", ...told }
      case "ExecutionAborted":
      case "ExecutionFailed":
        return { type: "StopRequested", at, ...told }
    }
    const frame = this.#frameAfter(previous, type)
    if (frame === undefined) return undefined
    const { id, seq, waiting } = frame
    const base = { frame: id, seq, at }
    if (waiting === "time" || waiting === "retry") return { type: "TimerFired", ...base }
    if (/(?:Submitted|ActivityScheduled|ActivityStarted)$/.test(type))
      return { type: "TaskSubmitted", ...base, output: event.output ?? null }
    if (type.endsWith("Succeeded")) return { type: "TaskSucceeded", ...base, output: dataOf(event) }
    if (type.endsWith("TimedOut"))
      return { type: "TaskTimedOut", ...base, reason: error === "States.HeartbeatTimeout" ? "heartbeat" : "timeout" }
    return /Fail(?:ed)?$/.test(type) ? { type: "TaskFailed", ...base, ...told } : undefined
  }

  /** The line of control whose last event this one follows. */
  #frameAfter(previous: number, type: string): Frame | undefined {
    const wanted: readonly string[] = /^(?:Task|LambdaFunction|Activity)(?!State)/.test(type)
      ? ["task", "retry"]
      : ["time", "retry"]
    let found: Frame | undefined
    this.run.frames.forEach((frame) => {
      if (frame.lastEvent === previous && wanted.includes(frame.waiting)) found ??= frame
    })
    return found
  }

  #compare(event: HistoryEvent, ours: HistoryEvent): void {
    for (const [name, value] of Object.entries(event.assignedVariables ?? {})) {
      if (sorted(value) === sorted(ours.assignedVariables?.[name] ?? null)) continue
      this.differences.push(`event ${event.id}: the variable '${name}' of ${event.name ?? event.type}`)
    }
  }
}

function keyOf({ type, name, index }: HistoryEvent, previous: number): string {
  return `${previous} ${type} ${name ?? ""} ${index ?? ""}`
}

function dataOf({ id, type, output }: HistoryEvent): Json {
  if (output !== undefined) return output
  throw historyError(`Its event ${id}, ${type}, has no output: the history was asked for without its data.`)
}

/** JSON text that is the same whatever the order of members. */
function sorted(value: Json): string {
  return JSON.stringify(value, (_, member: Json) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
