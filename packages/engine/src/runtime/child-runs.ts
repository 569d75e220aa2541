import type { Json } from "../asl/json.ts"
import { isChildCancelled, type RunChild } from "../core/index.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import type { Answers } from "./answers.ts"
import { childToken } from "./awaited-token.ts"
import { isBackendClosed } from "./backend-closed.ts"
import { readFact } from "./fact-text.ts"
import type { Logger } from "./logger.ts"
import { messageText } from "./message.ts"
import type { Owned } from "./owned.ts"
import type { Starter } from "./starter.ts"
import { stepKey } from "./step-key.ts"
import type { Errand, StoreErrands } from "./store-errands.ts"
import { type ParentLink, readHeader } from "./stored-header.ts"
import { Work } from "./work.ts"

/** What child runs work with. */
export interface ChildRunsParts {
  readonly backend: Backend
  readonly starter: Starter
  readonly clock: Clock
  readonly logger: Logger
  readonly errands: StoreErrands
  readonly answers: Answers
}

/** Errands to the store that are on their way at once. */
const window = 256

/** An order, while the store has not confirmed that its child runs. */
interface ChildErrand extends Errand {
  readonly order: RunChild
  readonly token: string
}

/**
 * Starts and redrives the child executions of distributed Maps: executions of their own in the same backend, by the same
 * plan. What is called back or cancelled is told by a message in the commit; here only what was on its way meanwhile. A Map may order ten thousand in one turn: so many go out at once as the window allows.
 */
export class ChildRuns {
  readonly #parts: ChildRunsParts
  readonly #line: (() => Promise<void>)[] = []
  /** The first in line that has not gone out. */
  #head = 0
  #out = 0
  /** Orders of an execution that the store has not confirmed, and the highest frame that any named. */
  readonly #open = new WeakMap<Owned, { count: number; highest: number }>()

  constructor(parts: ChildRunsParts) {
    this.#parts = parts
  }

  /** Has the child of an order run; ordered again it finds the one that does. Its end comes by the token. */
  start(owned: Owned, order: RunChild): void {
    const work = new Work(order.frame, order.seq, undefined)
    const token = childToken(owned.run.header, order)
    work.token = token
    owned.work.add(work)
    const { answers } = this.#parts
    const errand: ChildErrand = { owned, work, order, answers, id: order.id, token }
    this.#begin(owned, order.frame)
    this.#enter(() => this.#run(errand))
  }

  async #run(errand: ChildErrand): Promise<void> {
    const { owned, work, order, answers } = errand
    try {
      // Who stopped waiting meanwhile had nobody to stop yet.
      if (work.abandoned || owned.dropped) return
      const confirmed = await this.#parts.errands.ask(errand, () => this.#confirm(errand))
      if (confirmed === undefined) return
      if (work.abandoned) await this.#stop(owned, order.id)
      else if (isChildCancelled(owned.plan.machine, owned.run, work.frame)) await this.#cancel(errand)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      answers.failed(owned, work, { error: "StepFunctions.ServiceException", cause })
    } finally {
      this.#end(owned)
      answers.rested(owned)
    }
  }

  async #confirm(errand: ChildErrand): Promise<"confirmed" | "later"> {
    const { owned, work, order, token } = errand
    if (work.abandoned) return "confirmed"
    if (!order.redrive) {
      await this.#start(errand)
      return "confirmed"
    }
    const { backend } = this.#parts
    const record = await backend.executions.get({ id: order.id })
    if (record === undefined) {
      await this.#start(errand)
      return "confirmed"
    }
    if (record.status === "SUCCEEDED") {
      this.#succeeded(owned, work, record)
      return "confirmed"
    }
    if (record.status === "RUNNING" || record.status === "PARKED") {
      if ((await this.#awaiting(record)) === token) return "confirmed"
      // It was told to stop, and is about to; or whoever should have told it was not there any more.
      await this.#stop(owned, order.id)
      return "later"
    }
    const anew = order.executionType === "EXPRESS" ? { anew: true } : {}
    const sent = await backend.inbox.send({
      execution: order.id,
      body: messageText({ type: "RedriveRequested", ...anew, awaitedBy: token }),
      when: ["FAILED", "TIMED_OUT", "ABORTED"],
    })
    return sent.outcome === "accepted" ? "confirmed" : "later"
  }

  async #start({ owned, work, order, token }: ChildErrand): Promise<void> {
    const { starter, clock } = this.#parts
    const { id, name, input, mapRunArn: mapRun, state } = order
    const parent: ParentLink = { execution: owned.id, frame: work.frame, seq: work.seq, awaits: { token, mode: "map" } }
    const rootKey = stepKey(owned.run.header.rootKey ?? owned.id, order.path)
    await starter.start({
      plan: owned.plan,
      id,
      name,
      input: JSON.stringify(input),
      startedAt: clock.now(),
      parent,
      trace: owned.observer?.contextOf(order) ?? owned.caller,
      child: { mapRun, map: { state }, rootKey },
    })
  }

  #succeeded(owned: Owned, work: Work, { output, startedAt, stoppedAt }: ExecutionRecord): void {
    const child = { status: "SUCCEEDED", startedAt, stoppedAt: stoppedAt ?? startedAt } as const
    this.#parts.answers.childSucceeded(owned, work, JSON.parse(output ?? "null") as Json, child) // stored as JSON text
  }

  /** The token that awaits an execution since its start or its last redrive. */
  async #awaiting({ id, header }: ExecutionRecord): Promise<string | undefined> {
    const facts = (await this.#parts.backend.executions.journal({ id })) ?? []
    for (const text of facts.toReversed()) {
      const fact = readFact(text)
      if (fact.type === "RedriveRequested" && fact.awaitedBy !== undefined) return fact.awaitedBy
    }
    return readHeader(header).parent?.awaits?.token
  }

  /** Word of the cancellation may have come before there was anybody to hear it. */
  async #cancel(errand: ChildErrand): Promise<void> {
    const { owned, id } = errand
    const message = { execution: id, body: owned.cancelMessage(), when: ["RUNNING", "PARKED"] } as const
    await this.#parts.errands.ask(errand, () => this.#parts.backend.inbox.send(message))
  }

  async #stop(owned: Owned, child: string): Promise<void> {
    const body = messageText({ type: "StopRequested", cause: `The execution ${owned.id} no longer awaits it.` })
    const { backend, logger } = this.#parts
    try {
      await backend.inbox.send({ execution: child, body, when: ["RUNNING", "PARKED"] })
    } catch (error) {
      if (isBackendClosed(error)) return
      logger.warn("a child execution could not be stopped", { execution: owned.id, child, error })
    }
  }

  #begin(owned: Owned, frame: number): void {
    owned.errands++
    const open = this.#open.get(owned)
    if (open === undefined) this.#open.set(owned, { count: 1, highest: frame })
    else {
      open.count++
      open.highest = Math.max(open.highest, frame)
    }
  }

  #end(owned: Owned): void {
    owned.errands--
    const open = this.#open.get(owned)
    if (open === undefined || --open.count > 0) return
    this.#open.delete(owned)
    owned.childrenStarted = Math.max(owned.childrenStarted, open.highest + 1)
  }

  #enter(errand: () => Promise<void>): void {
    this.#line.push(errand)
    this.#next()
  }

  #next(): void {
    while (this.#out < window) {
      const errand = this.#line[this.#head]
      if (errand === undefined) break
      this.#head++
      this.#out++
      void errand().finally(() => {
        this.#out--
        this.#next()
      })
    }
    if (this.#head < this.#line.length) return
    this.#line.length = 0
    this.#head = 0
  }
}
