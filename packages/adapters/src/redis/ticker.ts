import type { Commit, Delivery, Reserved, Tick, TickResult } from "@stepwright/engine"

import { afterCommit, CommitWriter } from "./commit-arguments.ts"
import type { Keys } from "./keys.ts"
import type { Owned, Session, View } from "./session.ts"
import { indexOf, listingOf, planLength, readMeta } from "./record.ts"
import { looked, type Store } from "./store.ts"
import { fromStored } from "./text.ts"
import {
  type LoadedAnswer,
  type PartitionAnswer,
  type Taken,
  takenFresh,
  takenLoaded,
  type TickAnswer,
} from "./tick-answer.ts"

/** Milliseconds after which every partition is looked at again: a hint may never have come. */
const sweepEvery = 400
/** Scripts that one tick runs at most, where what is ready is large. */
const mostRounds = 64
/** Partitions without commits that one tick looks at. */
const widest = 16

/** Commits for one partition, and what it is asked for. */
interface Visit {
  readonly partition: number
  readonly view: View
  readonly commits: Committing[]
}

/** A commit, of what, and which of the tick's commits it is. */
interface Committing {
  readonly commit: Commit
  readonly owned: Owned
  readonly place: number
}

/** What the visits of a tick came to. */
interface Outcome {
  readonly messages: Delivery[]
  /** Those that go before the others. */
  readonly first: Reserved[]
  readonly others: Reserved[]
  /** Where more is ready, and bytes, or this partition's share, were the limit. */
  readonly cut: Visit[]
  /** Messages are left to be handed over. */
  untold: boolean
}

/** Runs ticks: one script, or one for each partition where no script may reach them all. */
export class Ticker {
  readonly #store: Store
  readonly #tag: string
  readonly #relay: (partition: number) => void

  /**
   * @param tag - Of this process, four characters.
   * @param relay - Told of a partition whose outbox has something.
   */
  constructor(store: Store, tag: string, relay: (partition: number) => void) {
    this.#store = store
    this.#tag = tag
    this.#relay = relay
  }

  /** @param before - When what was asked for the session earlier has been dealt with: what comes of this tick is, from then on. */
  async tick(session: Session, params: Tick, before: Promise<unknown>): Promise<TickResult> {
    const { whole } = this.#store
    const reserved: Reserved[] = []
    const messages: Delivery[] = []
    const refused: string[] = []
    let visits = this.#visits(session, params)
    let untold = false
    session.turn++
    session.spare = Math.max(0, (params.spare ?? 0) - session.started.length)
    for (
      let round = 0;
      round === 0 || (round < mostRounds && visits.length > 0 && (untold || reserved.length < params.want));
      round++
    ) {
      const want = params.want - reserved.length
      const groups = whole ? (visits.length === 0 ? [] : [visits]) : visits.map((visit) => [visit])
      const answers = await Promise.all(
        groups.map(async (group, index) => {
          const share = Math.floor((want + groups.length - 1 - index) / groups.length)
          return [group, await this.#run(session, params, group, share)] as const
        }),
      )
      if (round === 0 && groups.length > 0) await before
      reserved.push(...session.started.splice(0))
      if (answers.some(([, answer]) => answer === 0)) return { lost: true }
      const outcome: Outcome = { messages: [], first: [], others: [], cut: [], untold: false }
      if (round === 0) refused.push(...this.#settleCommits(session, params.commits, answers))
      for (const [group, answer] of answers)
        if (answer !== 0) await this.#settle(session, params, group, answer, outcome)
      handOver(outcome.messages, reserved, messages)
      reserved.push(...outcome.first, ...outcome.others)
      untold = outcome.untold
      visits = outcome.cut
    }
    return { lost: false, refused, reserved, messages, ...standing(session) }
  }

  /** Where there is something to do: commits first, then what may be waiting, a few at a time. */
  #visits(session: Session, { commits, want, now }: Tick): readonly Visit[] {
    const { views } = session
    const { keys, whole } = this.#store
    if (performance.now() - session.sweptAt > sweepEvery) {
      session.sweptAt = performance.now()
      for (const view of views) view.look()
    }
    const visits = new Map<number, Visit>()
    const visit = (partition: number): Visit => {
      const found = visits.get(partition)
      if (found !== undefined) return found
      const fresh = { partition, view: views[partition] as View, commits: [] } // one for each partition
      visits.set(partition, fresh)
      return fresh
    }
    for (let place = 0; place < commits.length; place++) {
      const commit = commits[place] as Commit // within its length
      const owned = session.owned.get(commit.execution)
      if (owned === undefined) continue
      visit(owned.partition).commits.push({ commit, owned, place })
      // Word for executions of this session is handed over by the same tick.
      if (whole) for (const partition of addressed(commit, keys)) visit(partition)
    }
    const committing = visits.size
    for (let seen = 0; seen < views.length && visits.size - committing < widest; seen++) {
      const partition = session.next
      session.next = (partition + 1) % views.length
      const view = views[partition]
      if (view === undefined) continue
      if (view.unknown || view.nextDue <= now || (want > 0 && view.more)) visit(partition)
    }
    for (const { view } of visits.values()) view.unknown = false
    return [...visits.values()]
  }

  async #run(session: Session, params: Tick, visits: readonly Visit[], want: number): Promise<TickAnswer> {
    const { server, keys, leaseMs, callersClock, tickBytes } = this.#store
    const args: string[] = [
      session.id,
      String(leaseMs),
      callersClock ? String(params.now) : "",
      String(want),
      String(tickBytes),
      this.#tag,
      visits.map(({ view }) => (view.joined ? "0" : "1")).join(""),
      String(session.planKeys.length),
    ]
    pushTurned(args, session.planKeys, session.turn)
    const relays: number[] = []
    for (const visit of visits) if (this.#pushCommits(args, visit)) relays.push(visit.partition)
    // Registered even if the answer gets lost: a session that was ended meanwhile must not be taken for a new one.
    for (const { view } of visits) view.joined = true
    const answer = await server.runMarked<TickAnswer>(
      "tick",
      visits.map(({ partition }) => keys.root(partition)),
      args,
      visits.some(({ commits }) => commits.length > 0),
    )
    for (const partition of relays) this.#relay(partition)
    return answer
  }

  #pushCommits(args: string[], { commits }: Visit): boolean {
    args.push(String(commits.length))
    if (commits.length === 0) return false
    // By index: these loops are among the hottest, and iterators make garbage here.
    for (let index = 0; index < commits.length; index++) args.push(commits[index]?.owned.route ?? "")
    const writer = new CommitWriter(args, this.#store)
    for (let index = 0; index < commits.length; index++) {
      const { commit, owned, place } = commits[index] as Committing // within its length
      writer.push(commit, owned, place)
    }
    writer.end()
    return writer.relayed
  }

  /** Answers what was refused. */
  #settleCommits(
    session: Session,
    commits: readonly Commit[],
    answers: readonly (readonly [visits: readonly Visit[], answer: TickAnswer])[],
  ): readonly string[] {
    const lost = new Set<string>()
    for (const [, answer] of answers) {
      if (answer === 0) continue
      const [, ...partitions] = answer
      for (const [refused] of partitions) for (const route of refused) lost.add(route)
    }
    const refused: string[] = []
    for (const commit of commits) {
      const owned = session.owned.get(commit.execution)
      const isLost = owned === undefined || (lost.size > 0 && lost.has(owned.route))
      if (isLost) refused.push(commit.execution)
      if (owned === undefined) continue
      const { status, sleep } = commit
      const ended = status !== undefined && status.status !== "RUNNING"
      if (isLost || sleep !== undefined || ended) session.owned.delete(owned.id)
      else afterCommit(owned, commit)
    }
    return refused
  }

  async #settle(
    session: Session,
    { now }: Tick,
    visits: readonly Visit[],
    answer: Exclude<TickAnswer, 0>,
    outcome: Outcome,
  ): Promise<void> {
    const [serverNow, ...partitions] = answer
    for (const [index, { partition, view }] of visits.entries()) {
      const [, messages, first, others, more, nextDue, untold] = partitions[index] as PartitionAnswer // one for each
      takeMessages(session, messages, outcome.messages)
      for (const each of first) await this.#take(session, partition, each, outcome.first)
      for (const each of others) await this.#take(session, partition, each, outcome.others)
      looked(this.#store, session, partition, more > 0 && !view.more)
      view.more = more > 0
      outcome.untold ||= untold === 1
      if (more === 2 || untold === 1 || (more === 1 && !this.#store.whole))
        outcome.cut.push({ partition, view, commits: [] })
      // By the worker's clock, lest it comes again and again before the server's time has come.
      const ahead = this.#store.callersClock ? 0 : now - serverNow
      view.nextDue = nextDue === "" ? Infinity : Number(nextDue) + ahead
    }
  }

  async #take(session: Session, partition: number, answer: string | LoadedAnswer, into: Reserved[]): Promise<void> {
    const taken = await this.#taken(partition, answer)
    if (taken === undefined) return
    session.owned.set(taken.owned.id, taken.owned)
    into.push(taken.reserved)
  }

  async #taken(partition: number, answer: string | LoadedAnswer): Promise<Taken | undefined> {
    const { fresh, plans, server, keys } = this.#store
    if (typeof answer !== "string") {
      await plans.learn([answer[1][0]?.slice(0, planLength) ?? ""])
      return takenLoaded(answer, partition, plans.of)
    }
    const start = fresh.take(answer)
    if (start !== undefined) return takenFresh(answer, partition, start)
    // Forgotten meanwhile: there were too many.
    const root = keys.root(partition)
    const list = await server.ask((client) => client.lrange(`${root}e:${answer}`, 0, -1))
    if (list[0] === undefined) return undefined
    await plans.learn([list[0].slice(0, planLength)])
    const listing = listingOf(indexOf(readMeta(list[0], plans.of)), "RUNNING")
    const number = await server.ask((client) => client.zscore(root + listing, answer))
    return takenLoaded([answer, list, null, [], number ?? "0"], partition, plans.of)
  }
}

const none: readonly never[] = []

/** The partitions that a commit sends word to. */
function addressed({ answers = none, messages = none }: Commit, keys: Keys): readonly number[] {
  if (answers.length === 0 && messages.length === 0) return none
  return [
    ...answers.flatMap(({ token }) => keys.placeOfToken(token)?.partition ?? []),
    ...messages.map(({ execution }) => keys.place(execution).partition),
  ]
}

/** The plans take turns at being served first. */
function pushTurned(args: string[], plans: readonly string[], turn: number): void {
  const first = plans.length === 0 ? 0 : turn % plans.length
  args.push(...plans.slice(first), ...plans.slice(0, first))
}

/** What came for an execution that an earlier script of this tick has handed out goes with it. */
function handOver(found: readonly Delivery[], reserved: Reserved[], messages: Delivery[]): void {
  for (const message of found) {
    const at = reserved.findIndex(({ id }) => id === message.execution)
    const one = reserved[at]
    if (one === undefined) messages.push(message)
    else reserved[at] = { ...one, messages: [...one.messages, { id: message.id, body: message.body }] }
  }
}

function takeMessages(session: Session, messages: readonly string[], into: Delivery[]): void {
  if (messages.length === 0) return
  const byRoute = new Map(session.owned.values().map((owned) => [owned.route, owned]))
  for (let at = 0; at < messages.length; at += 3) {
    const owned = byRoute.get(messages[at] ?? "")
    const id = Number(messages[at + 1])
    // One that came with the reservation is not handed over again.
    if (owned === undefined || id <= owned.handed) continue
    owned.handed = id
    into.push({ execution: owned.id, id: String(id), body: fromStored(messages[at + 2] ?? "") })
  }
}

function standing(session: Session): { readonly more: boolean; readonly nextDue?: number } {
  let nextDue = Infinity
  let more = false
  for (const view of session.views) {
    nextDue = Math.min(nextDue, view.nextDue)
    more ||= view.more || (view.unknown && session.views.length > widest)
  }
  return nextDue === Infinity ? { more } : { more, nextDue }
}
