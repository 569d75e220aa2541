import { type Fact, ReplayDiverged, type Run } from "../core/index.ts"
import type { Commit, Message, Reserved, StatusChange } from "../ports/sessions.ts"
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
import { traceIdentity } from "./trace-identity.ts"

/** What an intake works with. */
export interface IntakeParts {
  readonly clock: { now(): number }
  readonly logger: Logger
  readonly planById: (id: string) => LoadedPlan | undefined
  readonly maxDeliveries: number
  readonly onTransition?: unknown
  readonly observer: () => WorkerObserver | undefined
}

const none: readonly InboxMessage[] = []

/**
 * Takes in what was reserved: an execution to run, or, where it must not be run, the commit that parks it or keeps it
 * parked. Nothing of a parked execution is lost: answers that came for it go to its journal, for when it is redriven.
 */
export class Intake {
  readonly #parts: IntakeParts

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  take(reserved: Reserved): Owned | Commit {
    const messages = this.#read(reserved)
    const redriven = messages.some(({ type }) => type === "RedriveRequested")
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
    return messages.flatMap(({ body }) => {
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
      identity: () => traceIdentity(stored.seed),
      standing: () => standingStates(plan.machine, run),
    })
  }

  #park(reserved: Reserved, messages: readonly InboxMessage[], error: string, cause: string): Commit {
    this.#parts.logger.error("an execution was parked", { execution: reserved.id, error, cause })
    return this.#commit(reserved, messages, { status: "PARKED", at: this.#parts.clock.now(), error, cause })
  }

  #stillParked(reserved: Reserved, messages: readonly InboxMessage[]): Commit {
    const now = this.#parts.clock.now()
    const stop = messages.find((message) => message.type === "StopRequested")
    const { error, cause } = stop ?? reserved
    return this.#commit(reserved, messages, {
      status: stop === undefined ? "PARKED" : "ABORTED",
      at: stop === undefined ? (reserved.stoppedAt ?? now) : now,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    })
  }

  #commit(reserved: Reserved, messages: readonly InboxMessage[], status: StatusChange): Commit {
    const at = this.#parts.clock.now()
    const facts = messages.map((message) => factOf(message, at)).filter((fact) => fact !== undefined)
    return {
      execution: reserved.id,
      expected: reserved.length,
      facts: facts.map(writeFact),
      consumed: reserved.messages.map(({ id }: Message) => id),
      status,
    }
  }
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
    case "RedriveRequested":
      return undefined
  }
}

function lost(deliveries: number): string {
  return `The execution was handed out ${deliveries - 1} times without getting on: whoever took it ended. Redrive it to try again.`
}
