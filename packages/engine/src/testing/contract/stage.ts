import { deepEqual, equal } from "node:assert/strict"

import { deadLetterRoute, executionRoute } from "../../runtime/execution-route.ts"
import type { Backend, Commit, NewExecution, Reserved, StartResult, Tick, TickResult } from "../../ports/index.ts"
import type { MadeBackend, MakeBackend } from "./clause.ts"

/** The answer to a tick of a session that is alive. */
export type Ticked = Extract<TickResult, { readonly lost: false }>

/** A token of an execution. */
export const tokenOf = (execution: string, name: string): string => `${executionRoute(execution)}.${name}`

/** The id of a dead letter of an execution. */
export const letterId = (execution: string, name: string): string => `${deadLetterRoute(execution)}-${name}`

/** The plans that a stage begins with, by their letters. */
export const planOf = (letter: "a" | "b"): string => letter.repeat(64)

/** A backend with two plans, and what clauses do with it again and again. */
export class Stage {
  readonly #made: MadeBackend
  readonly make: MakeBackend
  backend: Backend

  private constructor(made: MadeBackend, make: MakeBackend) {
    this.#made = made
    this.make = make
    this.backend = made.backend
  }

  static async set(make: MakeBackend): Promise<Stage> {
    const stage = new Stage(await make(), make)
    for (const letter of ["a", "b"] as const) {
      await stage.backend.plans.put({ id: planOf(letter), machine: `machine-${letter}`, text: `plan ${letter}` })
    }
    return stage
  }

  /** Closes the backend and opens what it stored. */
  async reopen(): Promise<void> {
    if (this.#made.reopen === undefined) throw new Error("a durable backend must be made with `reopen`")
    this.backend = await this.#made.reopen()
  }

  start(id: string, changes: Partial<NewExecution> = {}): Promise<StartResult> {
    return this.backend.executions.start(execution(id, changes))
  }

  /** Starts executions one after the other. */
  async startAll(...ids: readonly string[]): Promise<void> {
    for (const id of ids) deepEqual(await this.start(id), { outcome: "started" })
  }

  async open(plans: readonly string[] = [planOf("a")]): Promise<Worker> {
    return Worker.open(this.backend, plans)
  }

  /** Starts an execution and reserves it. */
  async running(id: string): Promise<Worker> {
    await this.startAll(id)
    const worker = await this.open()
    const reserved = await worker.reserve()
    deepEqual(
      reserved.map((each) => each.id),
      [id],
    )
    return worker
  }

  /** Starts an execution and ends it. */
  async ended(id: string, at: number, changes: Partial<NewExecution> = {}): Promise<void> {
    deepEqual(await this.start(id, changes), { outcome: "started" })
    const worker = await this.open([planOf("a"), planOf("b")])
    await worker.reserve()
    await worker.commit({ execution: id, expected: 0, facts: ["end"], status: { status: "SUCCEEDED", at } })
    await worker.close()
  }

  /** Sends to an execution that runs. */
  async send(execution: string, body: string): Promise<void> {
    const sent = await this.backend.inbox.send({ execution, body, when: ["RUNNING"] })
    deepEqual(sent, { outcome: "accepted" })
  }
}

/** What is started where a clause does not care. */
export function execution(id: string, changes: Partial<NewExecution> = {}): NewExecution {
  return {
    id,
    machine: "machine-a",
    name: `name-${id}`,
    plan: planOf("a"),
    header: `header of ${id}`,
    input: `{"of":"${id}"}`,
    startedAt: 1000,
    ...changes,
  }
}

/** One session. */
export class Worker {
  readonly #backend: Backend
  session = ""
  wakes = 0

  private constructor(backend: Backend) {
    this.#backend = backend
  }

  static async open(backend: Backend, plans: readonly string[]): Promise<Worker> {
    const worker = new Worker(backend)
    const onWake = (): void => {
      worker.wakes++
    }
    worker.session = (await backend.sessions.open({ worker: "contract", plans, onWake })).session
    return worker
  }

  tick(params: Partial<Tick> = {}): Promise<TickResult> {
    return this.#backend.sessions.tick({ session: this.session, now: 2000, commits: [], want: 0, ...params })
  }

  /** A tick of a session that must be alive. */
  async ticked(params: Partial<Tick> = {}): Promise<Ticked> {
    const result = await this.tick(params)
    if (result.lost) throw new Error("the session was lost")
    return result
  }

  async reserve(want = 100, now = 2000): Promise<readonly Reserved[]> {
    return (await this.ticked({ want, now })).reserved
  }

  /** Reserves the one execution that must be ready. */
  async reserveOne(now = 2000): Promise<Reserved> {
    const reserved = await this.reserve(100, now)
    equal(reserved.length, 1, "exactly one execution is ready")
    return reserved[0] as Reserved // by the line before
  }

  /** Commits that must be taken. */
  async commit(...commits: readonly Commit[]): Promise<Ticked> {
    const result = await this.ticked({ commits })
    deepEqual(result.refused, [], "the commit is taken")
    return result
  }

  /** Ticks until messages have come; what another execution sent may take its time. */
  async mail(): Promise<readonly { readonly execution: string; readonly body: string }[]> {
    const { shared } = this.#backend.capabilities
    for (let tries = 0; tries < (shared ? 1000 : 50); tries++) {
      const { messages } = await this.ticked()
      if (messages.length > 0) return messages.map(({ execution, body }) => ({ execution, body }))
      await (shared ? new Promise((resolve) => setTimeout(resolve, 2)) : nextTurn())
    }
    return []
  }

  /** Reserves what becomes ready by what another execution sent, which may take its time. */
  async reserveSoon(): Promise<Reserved> {
    for (let tries = 0; tries < 1000 && this.#backend.capabilities.shared; tries++) {
      const [reserved] = await this.reserve(1)
      if (reserved !== undefined) return reserved
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    return this.reserveOne()
  }

  async close(): Promise<void> {
    await this.#backend.sessions.close({ session: this.session })
  }
}

/** Lets everything that is due in this turn of the event loop happen. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The ids, in order. */
export function ids(executions: readonly { readonly id: string }[]): readonly string[] {
  return executions.map(({ id }) => id)
}

/** The bodies, in order. */
export function bodies(messages: readonly { readonly body: string }[]): readonly string[] {
  return messages.map(({ body }) => body)
}
