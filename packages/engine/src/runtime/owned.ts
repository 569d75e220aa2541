import {
  append,
  type CancelChild,
  type CancelWork,
  type Command,
  type Fact,
  type FinishExecution,
  pendingCommands,
  roughLength,
  type Run,
  type RunChild,
  type RunTask,
  transition,
} from "../core/index.ts"
import type { NewDeadLetter } from "../ports/dead-letters.ts"
import type { StoredStatus } from "../ports/executions.ts"
import type { ExecutionObserver, ObservedEvent, TraceContext } from "../ports/telemetry.ts"
import type { Text } from "../ports/text.ts"
import type { Commit, SentMessage, StatusChange, TokenAnswer } from "../ports/sessions.ts"
import { awaitedToken, childToken } from "./awaited-token.ts"
import { childIdOf } from "./child-id.ts"
import { childAnswer } from "./child-answer.ts"
import { writeFact } from "./fact-text.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import { messageText } from "./message.ts"
import { observedEvent } from "./observed-event.ts"
import type { ParentLink } from "./stored-header.ts"
import { Unwritten } from "./unwritten.ts"
import { Works } from "./works.ts"

const none: readonly never[] = []

/** What is known of an execution beside its run. */
export interface OwnedFacts {
  readonly id: string
  readonly name: string
  readonly plan: LoadedPlan
  readonly parent: ParentLink | undefined
  /** The status that the backend has stored. */
  readonly status: StoredStatus
  /** The journal's length. */
  readonly length: number
  /** Time of its last fact, in milliseconds since 1970. */
  readonly at: number
  /** Facts, and characters of theirs, since the last checkpoint; and that one's size. */
  readonly since: { readonly facts: number; readonly size: number; readonly checkpointSize: number }
  /** Whether somebody wants to see its history as it happens. */
  readonly watched: boolean
  /** Who started it; undefined where nobody traced that. */
  readonly caller?: TraceContext | undefined
  readonly observer?: ExecutionObserver | undefined
}

/**
 * An execution that this worker owns: its run, what it waits for, and what happened to it since its last commit. Facts
 * are applied at once; what they lead to stays here until they are durable.
 */
export class Owned {
  readonly id: string
  readonly name: string
  readonly plan: LoadedPlan
  readonly parent: ParentLink | undefined
  /** Who started it; undefined where nobody traced that. */
  readonly caller: TraceContext | undefined
  readonly observer: ExecutionObserver | undefined
  /** What user code is shown of it. */
  readonly shown: { readonly id: string; readonly name: string }
  run: Run
  status: StoredStatus
  /** What it waits for, by frame: a line of control waits for one thing at a time. */
  readonly work: Works = new Works()
  /** Pieces of user code that run or stand in line. */
  calls = 0
  /** Calls to the backend that are on their way: a child being started. */
  errands = 0
  /** The end of every child execution that is awaited in a frame below this one will be told: it was started. */
  childrenStarted = 0
  /** Heartbeats heard of before their task was taken up, by frame. */
  beats: Map<number, Beat> | undefined = undefined
  /** It is to be let go of until then; `Infinity`: until a message comes. */
  sleepUntil: number | undefined = undefined
  /** Since when nothing has been going on; undefined while something is. */
  idleSince: number | undefined = undefined
  /** Gone: a late answer finds nobody. */
  dropped = false
  /** It stands in line to be committed. */
  queued = false
  /** Orders of its are being carried out. */
  obeying = false
  /** A commit is on its way. */
  committing = false
  /** It was parked before it was taken over. */
  revived = false
  #length: number
  #at: number
  readonly #watched: boolean
  #facts: readonly Text[] = none
  /** Characters of theirs, about. */
  #factsSize = 0
  #orders: readonly Command[] = none
  #events: readonly ObservedEvent[] = none
  #consumed: readonly string[] = none
  #opened: readonly string[] = none
  #closed: readonly string[] = none
  #answers: readonly TokenAnswer[] = none
  #messages: readonly SentMessage[] = none
  #letters: readonly NewDeadLetter[] = none
  #change: StatusChange | undefined = undefined
  #parked = false
  /** Facts, and characters of theirs, since the last checkpoint; and that one's size. */
  #sinceFacts: number
  #sinceSize: number
  #checkpointSize: number
  /** One of the orders is to be carried out with what the journal then holds. */
  #readsJournal = false
  /** Orders among {@link #orders} that could still be called back. */
  #revocable = 0

  constructor(facts: OwnedFacts, run: Run) {
    this.id = facts.id
    this.name = facts.name
    this.plan = facts.plan
    this.parent = facts.parent
    this.caller = facts.caller
    this.observer = facts.observer
    this.shown = { id: facts.id, name: facts.name }
    this.status = facts.status
    this.run = run
    this.#length = facts.length
    this.#at = facts.at
    this.#watched = facts.watched || facts.observer?.watches === true
    this.#sinceFacts = facts.since.facts
    this.#sinceSize = facts.since.size
    this.#checkpointSize = facts.since.checkpointSize
  }

  /** The time for a new fact: `now`, but never before the last one's. */
  stamp(now: number): number {
    return now > this.#at ? now : this.#at
  }

  /** Advances the run; a fact that is stale changes nothing and is kept only where `keepStale` asks for it. */
  apply(fact: Fact, keepStale = false): boolean {
    if (this.#parked) return false
    const before = this.run
    const [run, commands] = this.#watched
      ? transition(this.plan.machine, before, fact, (event, frame) => {
          this.#events = append(this.#events, observedEvent(event, frame))
        })
      : transition(this.plan.machine, before, fact, undefined, !this.plan.awaitsTokens)
    const stale = run === before
    if (stale && !keepStale) return false
    this.run = run
    this.#at = fact.at
    this.#facts = append(this.#facts, writeFact(fact))
    this.#factsSize += sizeOf(fact)
    if (before.status !== "RUNNING" && run.status === "RUNNING") this.#change = { status: "RUNNING", at: fact.at }
    // A redrive makes new tokens: those of the waits that end here must not come to life again with it.
    if (run.status !== "RUNNING" && run.status !== "SUCCEEDED" && before.status === "RUNNING") this.#closeTokens(before)
    for (const command of commands) this.#order(command)
    return !stale
  }

  /** It cannot go on: what was applied is kept, nothing more is. */
  park(error: string, cause: string): void {
    this.#parked = true
    this.#orders = none
    this.#change = { status: "PARKED", at: this.#at, error, cause }
  }

  /** It cannot go on, and nothing is applied to it any more. */
  get parked(): boolean {
    return this.#parked
  }

  /** It was parked and is to go on: as its journal says. */
  unpark(): void {
    this.revived = true
    const { status } = this.run
    if (status === "RUNNING") this.#change = { status, at: this.#at }
    else this.restate()
    this.status = status
  }

  /** It has ended, and its end is stored, and told to whoever awaits it, once more. */
  restate(): void {
    const { status, output, error, cause } = this.run
    if (status !== "RUNNING") this.#finish({ type: "FinishExecution", status, output, error, cause })
  }

  /**
   * Orders all that is outstanding, for a run that was taken over: what its own facts order is part of it.
   * @returns the orders, where nothing has to be committed before they go out.
   */
  resume(): readonly Command[] {
    if (this.run.status !== "RUNNING") return []
    const pending = pendingCommands(this.plan.machine, this.run, this.childrenStarted)
    for (const command of pending) if (command.type === "CancelChild") this.#cancelChild(command)
    const orders = pending.filter(({ type }) => type !== "CancelChild")
    if (!this.dirty) return orders
    const fresh = new Map(
      this.#orders.flatMap((order) => (order.type === "RunTask" ? [[addressText(order), order]] : [])),
    )
    const all = orders.map((order) => (order.type === "RunTask" ? (fresh.get(addressText(order)) ?? order) : order))
    // What was called back is not outstanding any more, but may be under way.
    this.#orders = [...this.#orders.filter(({ type }) => type === "CancelWork"), ...all]
    this.#revocable = orders.length
    return []
  }

  /** Its first orders may have gone out before, by a worker that was lost before it committed anything. */
  doubtFirstOrders(): void {
    this.#orders = this.#orders.map((order) => (order.type === "RunTask" ? { ...order, again: true } : order))
  }

  consume(message: string): void {
    this.#consumed = append(this.#consumed, message)
  }

  /** The backend must refuse further answers to this token. */
  closeToken(token: string): void {
    this.#closed = append(this.#closed, token)
  }

  deadLetter(letter: NewDeadLetter): void {
    this.#letters = append(this.#letters, letter)
  }

  /** Nothing waits to be committed or is being committed, and no code of ours or the user's is at work on it. */
  get idle(): boolean {
    return !this.committing && this.calls === 0 && this.errands === 0 && !this.dirty
  }

  get dirty(): boolean {
    return (
      this.#facts.length > 0 ||
      this.#consumed.length > 0 ||
      this.#closed.length > 0 ||
      this.#messages.length > 0 ||
      this.#change !== undefined
    )
  }

  /** Whether the facts since the last checkpoint weigh more than it did, so that a replay stays bounded. */
  get checkpointDue(): boolean {
    // A run that a fact could not be applied to is in no state to be stored.
    return !this.#parked && this.#sinceFacts >= 256 && this.#sinceSize >= this.#checkpointSize
  }

  /**
   * Whether a checkpoint is worth its size before a long sleep: it is stored beside the journal, so one that is longer
   * than what it saves the replay of is a waste. It holds the input, as a rule twice.
   */
  get checkpointWorth(): boolean {
    const since = this.#sinceSize + this.#factsSize
    if (since < shortJournal || since < this.#checkpointSize) return false
    return since >= 2 * roughLength(this.run.header.input)
  }

  /** Takes out the orders that nothing has to be committed for before they go out: no answer comes for them by token. */
  takePromptOrders(): readonly Command[] {
    if (this.#opened.length > 0 || this.#change !== undefined || this.#readsJournal) return none
    const orders = this.#orders
    this.#orders = none
    this.#revocable = 0
    return orders
  }

  /** Takes out what happened since the last commit; `more` is added to it. */
  takeCommit(more?: Pick<Commit, "sleep" | "checkpoint">): TakenCommit {
    const commit: Writable<Commit> = { execution: this.id, expected: this.#length, facts: this.#facts }
    if (this.#consumed.length > 0) commit.consumed = this.#consumed
    if (this.#opened.length > 0) commit.opened = this.#opened
    if (this.#closed.length > 0) commit.closed = this.#closed
    if (this.#answers.length > 0) commit.answers = this.#answers
    if (this.#messages.length > 0) commit.messages = this.#messages
    if (this.#letters.length > 0) commit.deadLetters = this.#letters
    if (this.#change !== undefined) commit.status = this.#change
    if (more?.sleep !== undefined) commit.sleep = more.sleep
    if (more?.checkpoint !== undefined) commit.checkpoint = more.checkpoint
    const taken: TakenCommit = { owned: this, commit, orders: this.#orders, events: this.#events }
    this.#length += this.#facts.length
    this.#sinceFacts += this.#facts.length
    this.#sinceSize += this.#factsSize
    this.#factsSize = 0
    if (more?.checkpoint !== undefined) {
      this.#sinceFacts = 0
      this.#sinceSize = 0
      this.#checkpointSize = more.checkpoint.length
    }
    this.#facts = none
    this.#readsJournal = false
    this.#orders = none
    this.#revocable = 0
    this.#events = none
    this.#consumed = none
    this.#opened = none
    this.#closed = none
    this.#answers = none
    this.#messages = none
    this.#letters = none
    this.#change = undefined
    this.committing = true
    return taken
  }

  #order(command: Command): void {
    switch (command.type) {
      case "RunTask":
      case "RunChild":
        return this.#orderAnswer(command)
      case "StartTimer":
        this.#orders = append(this.#orders, command)
        this.#revocable++
        return
      case "CancelWork":
        return this.#cancel(command)
      case "CancelChild":
        return this.#cancelChild(command)
      case "FinishExecution":
        return this.#finish(command)
    }
  }

  #finish(command: FinishExecution): void {
    // Whatever else was ordered is void.
    this.#orders = [command]
    this.#revocable = 0
    const { status, output, error, cause } = command
    this.#change = {
      status,
      at: this.#at,
      ...(output === undefined ? undefined : { output: new Unwritten(output) }),
      ...(error === undefined ? undefined : { error }),
      ...(cause === undefined ? undefined : { cause }),
    }
    for (const child of command.children ?? []) this.#stop(child)
    const answer = childAnswer(this, this.#change)
    if (answer !== undefined) this.#answers = append(this.#answers, answer)
  }

  /** A child execution that nobody awaits any more. It is not waited for: as on AWS it may run on for a while. */
  #stop(child: string): void {
    const cause = `The execution ${this.id} no longer awaits it.`
    this.#messages = append(this.#messages, { execution: child, body: messageText({ type: "StopRequested", cause }) })
  }

  /** A child whose end is awaited, and which ends by itself once it has undone what it did. */
  #cancelChild({ child, order }: CancelChild): void {
    const route = order === undefined ? undefined : this.plan.routes.get(order.state)
    const work = order === undefined ? undefined : this.work.get(order.frame)
    if (work !== undefined) {
      work.unbounded = true
      work.due = undefined
      work.beatDue = undefined
    }
    const awaited = work?.child
    const named = order !== undefined && route?.kind === "child" ? childIdOf(this, order, route.machine) : undefined
    const execution = child ?? awaited ?? named
    if (execution === undefined) return
    this.#messages = append(this.#messages, { execution, body: this.cancelMessage() })
  }

  /** What its children are told where it was cancelled. */
  cancelMessage(): string {
    const cause = this.run.cancelled?.cause ?? `The execution ${this.id} was cancelled.`
    return messageText({ type: "CancelRequested", cause, by: this.id })
  }

  #closeTokens(before: Run): void {
    if (!this.plan.awaitsTokens) return
    for (const order of pendingCommands(this.plan.machine, before)) {
      const token = isAnswered(order) ? awaitedToken(this, order) : undefined
      if (token !== undefined) this.#closed = append(this.#closed, token)
    }
  }

  #orderAnswer(order: RunTask | RunChild): void {
    this.#orders = append(this.#orders, order)
    this.#revocable++
    const token = awaitedToken(this, order)
    if (token !== undefined) this.#opened = append(this.#opened, token)
    // A dead letter tells what the journal says of what was given up on.
    if (this.plan.writesLetters && this.plan.routes.get(order.state)?.kind === "deadLetter") this.#readsJournal = true
  }

  /** An order that has not gone out never will. */
  #cancel(command: CancelWork): void {
    const { frame, seq, child } = command
    // An order that has not gone out may be one from before: the child runs, since this execution was taken over.
    if (child !== undefined) this.#stop(child)
    const order =
      this.#revocable === 0
        ? undefined
        : this.#orders.find((other) => "seq" in other && other.frame === frame && other.seq === seq)
    if (order === undefined) {
      this.#orders = append(this.#orders, command)
      if (child !== undefined) this.#closed = append(this.#closed, childToken(this.run.header, command))
      return
    }
    this.#orders = this.#orders.filter((other) => other !== order)
    this.#revocable--
    const token = isAnswered(order) ? awaitedToken(this, order) : undefined
    if (token !== undefined) this.#closed = append(this.#closed, token)
  }
}

/** Characters of a fact, about. */
function sizeOf(fact: Fact): number {
  if (fact.type === "TaskSucceeded" || fact.type === "TaskSubmitted") return 90 + roughLength(fact.output)
  return 90 + ("cause" in fact ? (fact.cause?.length ?? 0) : 0)
}

function isAnswered(order: Command): order is RunTask | RunChild {
  return order.type === "RunTask" || order.type === "RunChild"
}

/** Characters of facts that are replayed faster than a checkpoint is read. */
const shortJournal = 4096

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** A heartbeat of a task whose answer is awaited by token. */
export interface Beat {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** The id of its message where that still stands in the inbox. */
  readonly message: string | undefined
}

/** A commit on its way, and what is to be done when it was taken. */
export interface TakenCommit {
  readonly owned: Owned
  readonly commit: Commit
  readonly orders: readonly Command[]
  readonly events: readonly ObservedEvent[]
}

function addressText({ frame, seq }: RunTask): string {
  return `${frame}.${seq}`
}
