import { type Fact, ReplayDiverged, type Run } from "../core/index.ts"
import type { Commit, Reserved, StatusChange } from "../ports/sessions.ts"
import type { Unreadable } from "../ports/unreadable.ts"
import { answerFact } from "./answer-fact.ts"
import { writeFact } from "./fact-text.ts"
import type { ExecutionObserver, WorkerObserver } from "../ports/telemetry.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import { loadRun } from "./load-run.ts"
import type { Logger } from "./logger.ts"
import { type InboxMessage, readMessage } from "./message.ts"
import { Owned } from "./owned.ts"
import { standingStates } from "./standing.ts"
import { executionHeader, readHeader, type StoredHeader } from "./stored-header.ts"

/** What an intake works with. */
export interface IntakeParts {
  readonly clock: { now(): number }
  readonly logger: Logger
  readonly planById: (id: string) => LoadedPlan | undefined
  readonly maxDeliveries: number
  readonly onTransition?: unknown
  readonly observer: () => WorkerObserver | undefined
}

/** The commit by which an execution is let go of that must not be run. */
export interface Refusal {
  readonly commit: Commit
  /** How it stands from then on, for whoever waits for its end; absent where it stands as it did. */
  readonly news?: StatusChange
  /** How long it is to be kept from being handed out again, in milliseconds. */
  readonly afterMs: number
}

const none: readonly InboxMessage[] = []
/** How long an execution is left alone whose texts cannot be read, in milliseconds. */
const unreadableFor = 5000

/**
 * Takes in what was reserved: an execution to run, or, where it must not be run, the commit that parks it or keeps it
 * parked. Nothing of a parked execution is lost: answers that came for it go to its journal, for when it is redriven.
 */
export class Intake {
  readonly #parts: IntakeParts

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  take(reserved: Reserved): Owned | Refusal {
    const messages = this.#read(reserved)
    const redriven = messages.some(({ type }) => type === "RedriveRequested")
    const unreadable = unreadableOf(reserved)
    if (unreadable !== undefined) return this.#setAside(reserved, messages, unreadable, redriven)
    if (reserved.status === "PARKED" && !redriven) return this.#stillParked(reserved, messages)
    if (reserved.deliveries > this.#parts.maxDeliveries && !redriven) {
      return this.#park(reserved, messages, "Stepwright.WorkerLost", lost(reserved.deliveries))
    }
    try {
      return this.#load(reserved)
    } catch (error) {
      const name = error instanceof ReplayDiverged ? error.code : "Replay.Failed"
      return this.#park(reserved, messages, name, error instanceof Error ? error.message : String(error))
    }
  }

  #read({ id, messages }: Reserved): readonly InboxMessage[] {
    if (messages.length === 0) return none
    return messages.flatMap(({ body, unreadable }) => {
      if (unreadable !== undefined) return []
      const message = readMessage(body)
      if (message !== undefined) return [message]
      this.#parts.logger.error("a message cannot be read", { execution: id, body: body.slice(0, 1000) })
      return []
    })
  }

  #load(reserved: Reserved): Owned {
    const plan = this.#parts.planById(reserved.plan)
    if (plan === undefined) throw new Error(`this worker does not know the plan ${reserved.plan}`)
    const stored = readHeader(reserved.header)
    const header = executionHeader(reserved, stored)
    const loaded = loadRun(plan, header, reserved)
    const owned = new Owned(
      {
        id: reserved.id,
        name: reserved.name,
        plan,
        parent: stored.parent,
        status: reserved.status,
        length: reserved.length,
        at: loaded.at,
        since: loaded.since,
        watched: this.#parts.onTransition !== undefined,
        caller: stored.trace,
        observer: this.#observe(reserved, plan, stored, loaded.run),
      },
      loaded.run,
    )
    owned.beats = loaded.beats
    owned.childrenStarted = loaded.children
    if (owned.status === "PARKED") owned.unpark()
    return owned
  }

  #observe(reserved: Reserved, plan: LoadedPlan, stored: StoredHeader, run: Run): ExecutionObserver | undefined {
    return this.#parts.observer()?.took({
      id: reserved.id,
      name: reserved.name,
      workflow: plan.name,
      notes: plan.plan.notes,
      startedAt: reserved.startedAt,
      caller: stored.trace,
      redriveCount: run.redriveCount,
      redrivenAt: run.redrivenAt,
      standing: () => standingStates(plan.machine, run),
    })
  }

  /**
   * What cannot be read is parked with the reason, and stays where it is: with the right key it may be readable one day.
   * A message that stays makes a parked execution ready at once, so the next look at it is put off.
   */
  #setAside(
    reserved: Reserved,
    messages: readonly InboxMessage[],
    { error, cause, later }: Unreadable,
    redriven: boolean,
  ): Refusal {
    const parked = reserved.status === "PARKED" && !redriven
    const stopped = parked && messages.some(({ type }) => type === "StopRequested")
    if (later === true && !stopped) {
      this.#parts.logger.warn("an execution cannot be read yet", { execution: reserved.id, error, cause })
      const sleep = { due: this.#parts.clock.now() }
      return {
        commit: { execution: reserved.id, expected: reserved.length, facts: [], sleep },
        afterMs: unreadableFor,
      }
    }
    if (!parked) return this.#park(reserved, messages, error, cause)
    const refusal = this.#stillParked({ ...reserved, error, cause }, messages)
    return stopped ? refusal : { ...refusal, afterMs: unreadableFor }
  }

  #park(reserved: Reserved, messages: readonly InboxMessage[], error: string, cause: string): Refusal {
    this.#parts.logger.error("an execution was parked", { execution: reserved.id, error, cause })
    const news = { status: "PARKED", at: this.#parts.clock.now(), error, cause } as const
    return { commit: this.#commit(reserved, messages, news), news, afterMs: 0 }
  }

  #stillParked(reserved: Reserved, messages: readonly InboxMessage[]): Refusal {
    const now = this.#parts.clock.now()
    const stop = messages.find((message) => message.type === "StopRequested")
    const { error, cause } = stop ?? reserved
    const status: StatusChange = {
      status: stop === undefined ? "PARKED" : "ABORTED",
      at: stop === undefined ? (reserved.stoppedAt ?? now) : now,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    }
    const commit = this.#commit(reserved, messages, status)
    return stop === undefined ? { commit, afterMs: 0 } : { commit, news: status, afterMs: 0 }
  }

  #commit(reserved: Reserved, messages: readonly InboxMessage[], status: StatusChange): Commit {
    const at = this.#parts.clock.now()
    const facts = messages.map((message) => factOf(message, at)).filter((fact) => fact !== undefined)
    const read = reserved.messages.filter(({ unreadable }) => unreadable === undefined)
    return {
      execution: reserved.id,
      expected: reserved.length,
      facts: facts.map(writeFact),
      consumed: read.map(({ id }) => id),
      status,
    }
  }
}

/** What of an execution cannot be read, what may be readable later before all else. */
function unreadableOf(reserved: Reserved): Unreadable | undefined {
  if (reserved.unreadable === undefined && reserved.messages.length === 0) return undefined
  const all = [reserved, ...reserved.messages].flatMap(({ unreadable }) => unreadable ?? [])
  return all.find(({ later }) => later === true) ?? all[0]
}

/** Without a digest: nobody knows the state that it will be applied to. */
function factOf(message: InboxMessage, at: number): Fact | undefined {
  switch (message.type) {
    case "TokenSucceeded":
    case "TokenFailed":
      return answerFact(message, at, undefined)
    case "StopRequested": {
      const { error, cause } = message
      return {
        type: "StopRequested",
        at,
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      }
    }
    case "MapRunUpdated":
      return { ...message, at }
    case "CancelRequested": {
      const { cause, revive } = message
      return {
        type: "CancelRequested",
        at,
        ...(cause === undefined ? {} : { cause }),
        ...(revive === undefined ? {} : { revive }),
      }
    }
    case "TokenHeartbeat":
    case "TaskTaken":
    case "RedriveRequested":
      return undefined
  }
}

function lost(deliveries: number): string {
  return `The execution was handed out ${deliveries - 1} times without getting on: whoever took it ended. Redrive it to try again.`
}
