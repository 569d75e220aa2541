import { deepEqual, equal, ok } from "node:assert/strict"

import type { Commit, ExecutionRecord, Reserved, StoredStatus, Tick } from "../../../ports/index.ts"
import { execution, ids, letterId, planOf, type Stage, type Ticked, tokenOf, Worker } from "../stage.ts"
import { Model, type Modelled } from "./model.ts"
import type { CommitDraft, Operation, TickOperation } from "./operation.ts"

const stopped: readonly StoredStatus[] = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PARKED"]

interface Slot {
  readonly worker: Worker
  readonly plans: readonly string[]
}

/** A backend and the model of what it should do, given the same calls. */
export class Pair {
  readonly #stage: Stage
  readonly #model = new Model()
  /** By number: a session that was closed is another number than the one after it. */
  readonly #slots = new Map<number, Slot>()
  #now = 1000
  #texts = 0

  private constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Begins with one session, of both plans. */
  static async of(stage: Stage): Promise<Pair> {
    const pair = new Pair(stage)
    await pair.#open(0, [planOf("a"), planOf("b")])
    return pair
  }

  async perform(operation: Operation): Promise<void> {
    const { backend } = this.#stage
    switch (operation.call) {
      case "start": {
        const { id, plan } = subject(operation.execution)
        const { outcome } = await this.#stage.start(id, { plan })
        return equal(outcome, this.#model.start(id, plan))
      }
      case "open":
        return this.#open(operation.worker, operation.plans.map(planOf))
      case "close":
        return this.#close(operation.worker)
      case "tick":
        return this.#tick(operation)
      case "send": {
        const { id } = subject(operation.execution)
        const when: readonly StoredStatus[] = operation.when === "running" ? ["RUNNING"] : stopped
        const body = this.#text("message")
        const sent = await backend.inbox.send({ execution: id, body, when })
        return deepEqual(sent, this.#model.send(id, body, when))
      }
      case "answer": {
        const { final } = operation
        const token = tokenNumber(operation.execution, operation.token)
        const body = this.#text("answer")
        return equal(await backend.inbox.answer({ token, body, final }), this.#model.answer(token, body, final))
      }
      case "prune":
        return this.#prune(operation.limit)
      case "change": {
        const id = letterId(subject(operation.letter).id, "letter")
        const note = operation.letter === 0 ? {} : { note: this.#text("note") }
        const change = { status: operation.to, at: this.#now, ...note }
        return deepEqual(await backend.deadLetters.change({ id, change }), { changed: this.#model.change(id, change) })
      }
      case "reopen":
        await this.#stage.reopen()
        this.#slots.clear()
        return this.#model.reopen()
    }
  }

  /** Reads everything, and compares it. */
  async compare(): Promise<void> {
    const { executions, deadLetters } = this.#stage.backend
    const expected = [...this.#model.executions.values()].toSorted((a, b) => b.seq - a.seq)
    for (const limit of [2, 100]) {
      const { executions: page } = await executions.list({ limit })
      deepEqual(ids(page), ids(expected.slice(0, limit)))
    }
    for (const status of ["RUNNING", "SUCCEEDED", "PARKED"] as const) {
      const { executions: page } = await executions.list({ limit: 100, status })
      deepEqual(ids(page), ids(expected.filter((each) => each.status === status)))
    }
    for (const each of expected) {
      deepEqual(await executions.get({ id: each.id }), recordOf(each))
      deepEqual(await executions.journal({ id: each.id }), each.facts)
    }
    deepEqual((await deadLetters.list({ limit: 100 })).letters, this.#model.letters.toReversed())
  }

  async #open(number: number, plans: readonly string[]): Promise<void> {
    await this.#close(number)
    this.#slots.set(number, { worker: await Worker.open(this.#stage.backend, plans), plans })
  }

  async #close(number: number): Promise<void> {
    await this.#slots.get(number)?.worker.close()
    if (this.#slots.delete(number)) this.#model.close(number)
  }

  async #prune(limit: number): Promise<void> {
    const { executions } = this.#stage.backend
    const { removed } = await executions.prune({ closedBefore: this.#now, limit })
    equal(removed, this.#model.prune(this.#now, limit))
    // Which of them is the backend's affair.
    const left = new Set(ids((await executions.list({ limit: 100 })).executions))
    const gone = [...this.#model.executions.keys()].filter((id) => !left.has(id))
    equal(gone.length, removed)
    const allowed = this.#model.prune(this.#now, Infinity)
    for (const id of gone) this.#model.forget(id)
    equal(this.#model.prune(this.#now, Infinity), allowed - removed, "only what had ended is gone")
  }

  async #tick(operation: TickOperation): Promise<void> {
    const slot = this.#slots.get(operation.worker)
    if (slot === undefined) return
    this.#now += operation.laterMs
    const commits = operation.commits.map((draft) => this.#commit(draft))
    const params: Partial<Tick> = { now: this.#now, want: operation.want, commits }
    const actual = await slot.worker.ticked(params)
    const taken = commits.map((commit) => this.#model.commit(operation.worker, commit))
    deepEqual(
      actual.refused,
      commits.filter((_, index) => !taken[index]).map((commit) => commit.execution),
    )
    this.#model.wakeDue(slot.plans, this.#now)
    this.#compareMessages(operation.worker, actual)
    this.#reserve(operation, slot, actual.reserved)
    equal(actual.more, this.#model.readyFor(slot.plans).length > 0, "more")
    equal(actual.nextDue, this.#model.nextDue(slot.plans), "nextDue")
  }

  #commit(draft: CommitDraft): Commit {
    const { id } = subject(draft.execution)
    const found = this.#model.executions.get(id)
    const running = found?.status === "RUNNING"
    const inbox = (found?.inbox ?? []).flatMap((message) => (message.id === undefined ? [] : [message.id]))
    // An execution that does not run is only ever handed out for a message: dealing with it redrives it.
    const consume = running || draft.then !== "sleep" ? draft.consume : "none"
    const redriven = !running && consume !== "none"
    const stops = { end: "SUCCEEDED", park: "PARKED" } as const
    const { answers, letter, then } = draft
    return {
      execution: id,
      expected: Math.max(0, (found?.facts.length ?? 0) + draft.wrongBy),
      facts: Array.from({ length: draft.facts }, () => this.#text("fact")),
      consumed: consume === "all" ? inbox : inbox.slice(0, consume === "first" ? 1 : 0),
      opened: draft.opened.map((token) => tokenNumber(draft.execution, token)),
      closed: draft.closed.map((token) => tokenNumber(draft.execution, token)),
      ...(draft.checkpoint ? { checkpoint: this.#text("checkpoint") } : {}),
      ...(letter
        ? { deadLetters: [{ id: letterId(id, "letter"), execution: id, at: this.#now, body: this.#text("letter") }] }
        : {}),
      ...(answers === undefined || this.#stage.backend.capabilities.shared
        ? {} // a shared store may deliver them later
        : { answers: [{ token: tokenNumber(answers.execution, answers.token), answer: this.#text("answer") }] }),
      ...(then === "end" || then === "park"
        ? { status: { status: stops[then], at: this.#now, error: this.#text("error") } }
        : redriven
          ? { status: { status: "RUNNING" as const, at: this.#now } }
          : {}),
      ...(then === "sleep" ? { sleep: {} } : then === "sleep until" ? { sleep: { due: this.#now + 300 } } : {}),
    }
  }

  #compareMessages(owner: number, actual: Ticked): void {
    for (const each of this.#model.executions.values()) {
      const got = actual.messages.filter((message) => message.execution === each.id)
      const expected = each.owner === owner ? each.inbox.filter(({ handed }) => !handed) : []
      deepEqual(
        got.map(({ body }) => body),
        expected.map(({ body }) => body),
        `messages of ${each.id}`,
      )
      for (const [index, message] of expected.entries()) {
        message.handed = true
        message.id = got[index]?.id
      }
    }
  }

  #reserve({ worker, want }: TickOperation, { plans }: Slot, actual: readonly Reserved[]): void {
    const ready = this.#model.readyFor(plans)
    equal(actual.length, Math.min(want, ready.length), "as many as wanted, if there are")
    const taken = actual.map((reserved) => {
      const found = ready.find(({ id }) => id === reserved.id)
      ok(found !== undefined, `${reserved.id} is not ready`)
      compareReserved(reserved, found)
      return found
    })
    const others = taken.some(({ ready }) => ready === "other")
    const orphansLeft = ready.some((each) => each.ready === "orphan" && !taken.includes(each))
    ok(!(others && orphansLeft), "orphans go before the others")
    for (const found of taken) {
      found.ready = "no"
      found.owner = worker
    }
  }

  #text(of: string): string {
    return `${of} ${this.#texts++}`
  }
}

function compareReserved(reserved: Reserved, found: Modelled): void {
  if (found.facts.length > found.deliveredAt) found.deliveries = 0
  found.deliveries++
  found.deliveredAt = found.facts.length
  const { facts, length, messages, deliveries, checkpoint, ...record } = reserved
  deepEqual(record, recordOf(found))
  deepEqual(checkpoint, found.checkpoint)
  deepEqual({ facts, length }, { facts: found.facts.slice(found.checkpoint?.length ?? 0), length: found.facts.length })
  deepEqual(
    messages.map(({ body }) => body),
    found.inbox.map(({ body }) => body),
  )
  for (const [index, message] of found.inbox.entries()) {
    message.handed = true
    message.id = messages[index]?.id
  }
  const over = deliveries - found.deliveries
  ok(over === 0 || over === 1, `delivery ${found.deliveries} was counted as ${deliveries}`)
}

/** Even executions are of plan a, odd ones of plan b. */
function subject(number: number): { readonly id: string; readonly plan: string } {
  return { id: `e${number}`, plan: planOf(number % 2 === 0 ? "a" : "b") }
}

function tokenNumber(execution: number, token: number): string {
  return tokenOf(subject(execution).id, `token ${token}`)
}

function recordOf({ id, plan, status, stoppedAt, error }: Modelled): ExecutionRecord {
  const started = execution(id, { plan })
  return {
    ...started,
    header: String(started.header),
    input: String(started.input),
    status,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(error === undefined ? {} : { error }),
  }
}
