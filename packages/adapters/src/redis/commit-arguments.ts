import type { Commit, NewDeadLetter, StatusChange } from "@stepwright/engine"

import type { Keys } from "./keys.ts"
import { listingOf, readStanding, standingAfter, standingText } from "./record.ts"
import type { Owned } from "./session.ts"
import { toStored } from "./text.ts"

/** What writing commits needs to know of the store. */
export interface Reach {
  readonly keys: Keys
  /** Whether one script may reach every partition. */
  readonly whole: boolean
}

/**
 * Adds what `tick.lua` is told of one commit. Answers whether something of it goes through the outbox.
 * @param place - Which commit of the tick it is, over all partitions: dead letters are listed in that order.
 */
export function pushCommit(args: string[], commit: Commit, owned: Owned, reach: Reach, place: number): boolean {
  args.push(String(commit.expected), String(commit.facts.length))
  if (isPlain(commit)) {
    args.push("")
    for (const fact of commit.facts) args.push(toStored(String(fact)))
    return false
  }
  const more = new Operations()
  stateOperations(more, commit, owned, place)
  const relayed = wordOperations(more, commit, owned, reach)
  args.push(more.letters)
  if (more.letters !== "") args.push(String(more.args.length))
  for (const fact of commit.facts) args.push(toStored(String(fact)))
  args.push(...more.args)
  return relayed
}

/** Facts and nothing else: `execution`, `expected` and `facts` are all that it has. */
function isPlain(commit: Commit): boolean {
  for (const key in commit) {
    if (key === "execution" || key === "expected" || key === "facts") continue
    if (commit[key as keyof Commit] !== undefined) return false
  }
  return true
}

/** Operations of one commit, as `operate` of `tick.lua` reads them. */
class Operations {
  letters = ""
  readonly args: string[] = []

  add(letter: string, ...args: readonly string[]): void {
    this.letters += letter
    this.args.push(...args)
  }

  addList(letter: string, items: readonly string[] | undefined): void {
    if (items !== undefined && items.length > 0) this.add(letter, String(items.length), ...items)
  }
}

function stateOperations(more: Operations, commit: Commit, owned: Owned, place: number): void {
  const { checkpoint, consumed, opened, closed, deadLetters = [], status, sleep } = commit
  const length = commit.expected + commit.facts.length
  const kept = checkpoint === undefined ? owned.standing.checkpoint : length
  if (checkpoint !== undefined) more.add("k", toStored(checkpoint))
  more.addList("c", consumed?.map(toStored))
  more.addList("o", opened?.map(restOf))
  more.addList("x", closed?.map(restOf))
  for (const letter of deadLetters) more.add("l", ...letterArguments(letter), String(place))
  if (status !== undefined) statusOperations(more, status, owned, kept)
  const running = status === undefined ? owned.standing.status === "RUNNING" : status.status === "RUNNING"
  const stays = status === undefined || running
  if (status === undefined && (checkpoint !== undefined || (sleep !== undefined && owned.standing.deliveries > 0))) {
    more.add("s", standingText({ ...owned.standing, checkpoint: kept, ...(sleep === undefined ? {} : forgotten) }))
  }
  if (sleep !== undefined && stays) more.add("z", owned.plan, running ? String(sleep.due ?? "+inf") : "")
}

const forgotten = { deliveries: 0, countedAt: 0 }

function statusOperations(more: Operations, change: StatusChange, owned: Owned, checkpoint: number): void {
  const { index, number, standing, plan } = owned
  const { status, at } = change
  const text = standingAfter(change, checkpoint)
  more.add("s", text)
  const [from, to] = [listingOf(index, standing.status), listingOf(index, status)]
  if (from !== to) more.add("i", from, to, number)
  if (status === "PARKED") more.add("p", plan)
  else if (status !== "RUNNING") more.add("e", String(at))
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

function wordOperations(more: Operations, commit: Commit, owned: Owned, { keys, whole }: Reach): boolean {
  let relayed = false
  const tell = (letter: "a" | "m", partition: number, route: string, token: string, body: string): void => {
    if (whole || partition === owned.partition) return more.add(letter, keys.root(partition), route, token, body)
    relayed = true
    more.add("q", outboxText({ partition, letter, route, token, body }))
  }
  for (const { token, answer } of commit.answers ?? []) {
    const place = keys.placeOfToken(token)
    if (place !== undefined) tell("a", place.partition, place.route, toStored(place.rest), toStored(answer))
  }
  for (const { execution, body } of commit.messages ?? []) {
    const { partition, route } = keys.place(execution)
    tell("m", partition, route, "", toStored(body))
  }
  return relayed
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
