import type {
  AnswerResult,
  Commit,
  DeadLetter,
  DeadLetterChange,
  SendResult,
  StoredStatus,
} from "../../../ports/index.ts"
import { openLetter } from "../clauses/dead-letters.ts"

/** An execution as the model knows it. */
export interface Modelled {
  readonly id: string
  readonly plan: string
  readonly seq: number
  status: StoredStatus
  stoppedAt: number | undefined
  error: string | undefined
  facts: string[]
  checkpoint: { readonly length: number; readonly state: string } | undefined
  inbox: { id: string | undefined; readonly body: string; handed: boolean }[]
  tokens: Map<string, boolean>
  owner: number | undefined
  /** `unordered`: found again on opening, so that nothing is said about its place. */
  ready: "no" | "orphan" | "other" | "unordered"
  due: number | undefined
  deliveries: number
  deliveredAt: number
}

/** What a backend should hold, written for being read: everything is looked for, nothing is indexed. */
export class Model {
  readonly executions: Map<string, Modelled> = new Map()
  /** Oldest first. */
  letters: DeadLetter[] = []
  #starts = 0

  start(id: string, plan: string): "started" | "exists" {
    if (this.executions.has(id)) return "exists"
    this.executions.set(id, {
      id,
      plan,
      seq: this.#starts++,
      status: "RUNNING",
      stoppedAt: undefined,
      error: undefined,
      facts: [],
      checkpoint: undefined,
      inbox: [],
      tokens: new Map(),
      owner: undefined,
      ready: "other",
      due: undefined,
      deliveries: 0,
      deliveredAt: 0,
    })
    return "started"
  }

  send(id: string, body: string, when: readonly StoredStatus[]): SendResult {
    const found = this.executions.get(id)
    if (found === undefined) return { outcome: "unknown" }
    if (!when.includes(found.status)) return { outcome: "refused", status: found.status }
    deliver(found, body)
    return { outcome: "accepted" }
  }

  answer(token: string, body: string, final: boolean): AnswerResult {
    const found = [...this.executions.values()].find(({ tokens }) => tokens.has(token))
    if (found === undefined) return "unknown"
    const open = found.tokens.get(token) === true && (found.status === "RUNNING" || found.status === "PARKED")
    if (!open) return "closed"
    if (final) found.tokens.set(token, false)
    deliver(found, body)
    return "accepted"
  }

  prune(closedBefore: number, limit: number): number {
    const closed = [...this.executions.values()].filter(
      ({ status, stoppedAt = Infinity, inbox, owner }) =>
        !["RUNNING", "PARKED"].includes(status) &&
        stoppedAt < closedBefore &&
        inbox.length === 0 &&
        owner === undefined,
    )
    return Math.min(limit, closed.length)
  }

  change(id: string, { status, at, note }: DeadLetterChange): boolean {
    const index = this.letters.findIndex((letter) => letter.id === id && letter.status === "OPEN")
    const found = this.letters[index]
    if (found === undefined) return false
    const { note: _, ...rest } = found
    const retries = found.retries + (status === "DROPPED" ? 0 : 1)
    this.letters[index] = { ...rest, status, retries, changedAt: at, ...(note === undefined ? {} : { note }) }
    return true
  }

  /** What is pruned with an execution. */
  forget(id: string): void {
    this.executions.delete(id)
    this.letters = this.letters.filter(({ execution, status }) => execution !== id || status === "OPEN")
  }

  /** Whether the commit is taken. */
  commit(owner: number, commit: Commit): boolean {
    const found = this.executions.get(commit.execution)
    if (found === undefined || found.owner !== owner) return false
    if (found.facts.length !== commit.expected) {
      letGo(found)
      return false
    }
    found.facts.push(...commit.facts.map(String))
    if (commit.checkpoint !== undefined) found.checkpoint = { length: found.facts.length, state: commit.checkpoint }
    found.inbox = found.inbox.filter(({ id }) => id === undefined || !(commit.consumed ?? []).includes(id))
    for (const token of commit.opened ?? []) if (!found.tokens.has(token)) found.tokens.set(token, true)
    for (const token of commit.closed ?? []) if (found.tokens.has(token)) found.tokens.set(token, false)
    for (const letter of commit.deadLetters ?? []) {
      if (!this.letters.some(({ id }) => id === letter.id)) this.letters.push(openLetter(letter))
    }
    if (commit.status !== undefined) setStatus(found, commit.status)
    if (commit.sleep !== undefined && found.owner === owner) sleep(found, commit.sleep.due)
    for (const { token, answer } of commit.answers ?? []) this.answer(token, answer, true)
    return true
  }

  close(owner: number): void {
    for (const each of this.executions.values()) {
      if (each.owner !== owner) continue
      each.deliveries = 0
      letGo(each)
    }
  }

  /** The store was closed and opened again. */
  reopen(): void {
    for (const each of this.executions.values()) {
      if (each.owner !== undefined) {
        each.deliveries = 0
        letGo(each)
      }
      if (each.ready !== "no") each.ready = "unordered"
    }
  }

  wakeDue(plans: readonly string[], now: number): void {
    for (const each of this.executions.values()) {
      if (each.due !== undefined && each.due <= now && plans.includes(each.plan)) becomeReady(each, "other")
    }
  }

  readyFor(plans: readonly string[]): Modelled[] {
    return [...this.executions.values()].filter(({ ready, plan }) => ready !== "no" && plans.includes(plan))
  }

  nextDue(plans: readonly string[]): number | undefined {
    const times = [...this.executions.values()]
      .filter(({ plan }) => plans.includes(plan))
      .map(({ due }) => due ?? Infinity)
    const first = Math.min(...times)
    return first === Infinity ? undefined : first
  }
}

function setStatus(found: Modelled, { status, at, error }: NonNullable<Commit["status"]>): void {
  const running = status === "RUNNING"
  found.status = status
  found.stoppedAt = running ? undefined : at
  found.error = running ? undefined : error
  if (running) return
  found.owner = undefined
  found.deliveries = 0
  if (status !== "PARKED") found.inbox = []
  else if (found.inbox.length > 0) becomeReady(found, "other")
}

function sleep(found: Modelled, due: number | undefined): void {
  found.owner = undefined
  found.deliveries = 0
  if (found.inbox.length > 0) becomeReady(found, "other")
  else found.due = due
}

function deliver(found: Modelled, body: string): void {
  found.inbox.push({ id: undefined, body, handed: false })
  if (found.owner === undefined) becomeReady(found, "other")
}

function letGo(found: Modelled): void {
  found.owner = undefined
  becomeReady(found, "orphan")
}

function becomeReady(found: Modelled, how: "orphan" | "other"): void {
  found.due = undefined
  if (found.ready === "no") found.ready = how
}
