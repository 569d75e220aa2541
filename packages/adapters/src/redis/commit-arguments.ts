import type { Commit, NewDeadLetter, StatusChange } from "@stepwright/engine"

import { Heads } from "./heads.ts"
import type { Keys, Place } from "./keys.ts"
import { listingOf, readStanding, standingAfter, standingText } from "./record.ts"
import type { Owned } from "./session.ts"
import { toStored } from "./text.ts"

/** What writing commits needs to know of the store. */
export interface Reach {
  readonly keys: Keys
  /** Whether one script may reach every partition. */
  readonly whole: boolean
}

/** Writes commits of one partition as `tick.lua` reads them. */
export class CommitWriter {
  readonly #args: string[]
  readonly #reach: Reach
  /** The place of the first commit's arguments. */
  readonly #start: number
  readonly #heads = new Heads()
  /** Listings that executions are moved between: from, to … */
  readonly #moves: string[] = []
  #letters = ""
  /** The last fact of the commit that is being written; none where a checkpoint stands for it. */
  #fact: string | undefined = undefined
  /** Something of them goes through the outbox. */
  relayed = false

  /** The heads are to stand before what is pushed from now on. */
  constructor(args: string[], reach: Reach) {
    this.#args = args
    this.#reach = reach
    this.#start = args.push("")
  }

  /** @param place - Which commit of the tick it is, over all partitions: dead letters are listed in that order. */
  push(commit: Commit, owned: Owned, place: number): void {
    const args = this.#args
    const { expected, facts } = commit
    for (const fact of facts) args.push(toStored(String(fact)))
    const first = args.length
    this.#fact = facts.length > 0 && commit.checkpoint === undefined ? args[first - 1] : undefined
    if (!isPlain(commit)) this.#operations(commit, owned, place)
    this.#heads.add(expected, 5)
    this.#heads.add(facts.length, 3)
    this.#heads.add(args.length - first, 3)
  }

  /** All commits have been pushed. */
  end(): void {
    const args = this.#args
    const front = new Heads()
    front.add(args.length - this.#start, 5)
    front.add(this.#moves.length / 2, 1)
    args[this.#start - 1] = front.text + this.#heads.text
    args.push(...this.#moves)
  }

  #operations(commit: Commit, owned: Owned, place: number): void {
    const args = this.#args
    const letters = args.push("") - 1
    this.#letters = ""
    this.#state(commit, owned, place)
    this.#word(commit, owned)
    if (this.#letters === "") args.pop()
    else args[letters] = this.#letters
  }

  #add(letter: string, ...more: readonly string[]): void {
    this.#letters += letter
    for (const each of more) this.#args.push(each)
  }

  #addList(letter: string, items: readonly string[] | undefined): void {
    if (items !== undefined && items.length > 0) this.#add(letter, String(items.length), ...items)
  }

  #state(commit: Commit, owned: Owned, place: number): void {
    const { checkpoint, consumed, opened, closed, deadLetters, status, sleep } = commit
    const length = commit.expected + commit.facts.length
    const kept = checkpoint === undefined ? owned.standing.checkpoint : length
    if (checkpoint !== undefined) this.#add("k", toStored(checkpoint))
    this.#addList("c", consumed?.map(toStored))
    this.#addList("o", opened?.map(restOf))
    this.#addList("x", closed?.map(restOf))
    for (const letter of deadLetters ?? none) this.#add("l", ...letterArguments(letter), String(place))
    if (status !== undefined) this.#status(status, owned, kept)
    const running = status === undefined ? owned.standing.status === "RUNNING" : status.status === "RUNNING"
    const stays = status === undefined || running
    if (status === undefined && (checkpoint !== undefined || (sleep !== undefined && owned.standing.deliveries > 0))) {
      this.#add("s", standingText({ ...owned.standing, checkpoint: kept, ...(sleep === undefined ? {} : forgotten) }))
    }
    if (sleep !== undefined && stays) this.#add("z", owned.plan, running ? String(sleep.due ?? "+inf") : "")
  }

  #status(change: StatusChange, { index, number, standing, plan }: Owned, checkpoint: number): void {
    const { status, at } = change
    this.#add("s", standingAfter(change, checkpoint, this.#fact))
    const from = listingOf(index, standing.status)
    const to = listingOf(index, status)
    if (from !== to) this.#move(from, to, number)
    if (status === "PARKED") this.#add("p", plan)
    else if (status !== "RUNNING") this.#add("e", String(at))
  }

  /** Most are moved between the same two listings, which are then named once for all of them. */
  #move(from: string, to: string, number: string): void {
    const moves = this.#moves
    for (let at = 0; at < moves.length; at += 2) {
      if (moves[at] === from && moves[at + 1] === to) return this.#add(String(at / 2), number)
    }
    if (moves.length === mostMoves * 2) return this.#add("i", from, to, number)
    this.#add(String(moves.length / 2), number)
    moves.push(from, to)
  }

  #word(commit: Commit, owned: Owned): void {
    const { keys } = this.#reach
    for (const { token, answer } of commit.answers ?? none) {
      const place = keys.placeOfToken(token)
      if (place !== undefined) this.#tell(owned, "a", place, toStored(place.rest), toStored(answer))
    }
    for (const { execution, body } of commit.messages ?? none) {
      this.#tell(owned, "m", keys.place(execution), "", toStored(body))
    }
  }

  #tell(owned: Owned, letter: "a" | "m", { partition, route }: Place, token: string, body: string): void {
    const { keys, whole } = this.#reach
    if (whole || partition === owned.partition) return this.#add(letter, keys.root(partition), route, token, body)
    this.relayed = true
    this.#add("q", outboxText({ partition, letter, route, token, body }))
  }
}

const none: readonly never[] = []
const forgotten = { deliveries: 0, countedAt: 0 }
/** Pairs of listings whose place one letter can name. */
const mostMoves = 10
/** Facts and nothing else: `execution`, `expected` and `facts` are all that it has. */
function isPlain(commit: Commit): boolean {
  for (const key in commit) {
    if (key === "execution" || key === "expected" || key === "facts") continue
    if (commit[key as keyof Commit] !== undefined) return false
  }
  return true
}

/** What the session knows of it when the commit was taken. */
export function afterCommit(owned: Owned, { expected, facts, checkpoint, status }: Commit): void {
  const kept = checkpoint === undefined ? owned.standing.checkpoint : expected + facts.length
  if (status !== undefined) owned.standing = readStanding(standingAfter(status, kept))
  else if (checkpoint !== undefined) owned.standing = { ...owned.standing, checkpoint: kept }
}

function letterArguments({ id, at, execution, body, details }: NewDeadLetter): readonly string[] {
  const more = details === undefined ? ["0", ""] : ["1", toStored(details)]
  return [id, String(at), toStored(execution), toStored(body), ...more]
}

/** Own tokens are kept without the route that they begin with. */
function restOf(token: string): string {
  return toStored(token.slice(14))
}

/** Word for another partition, as it stands in an outbox behind its number. */
export interface Outgoing {
  readonly partition: number
  readonly letter: "a" | "m"
  readonly route: string
  readonly token: string
  readonly body: string
}

function outboxText({ partition, letter, route, token, body }: Outgoing): string {
  return JSON.stringify([partition, letter, route, token, body])
}

/** An entry of an outbox: its number there, and the word. */
export function readOutbox(entry: string): Outgoing & { readonly number: string } {
  const start = entry.indexOf("[")
  const [partition, letter, route, token, body] = JSON.parse(entry.slice(start)) as [
    number,
    "a" | "m",
    string,
    string,
    string,
  ] // as `outboxText` writes it
  return { number: entry.slice(0, start), partition, letter, route, token, body }
}
