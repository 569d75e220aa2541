import { type CompensationPlan, compensationsOf } from "../compensation/compensations.ts"
import { type HistoryEvent, isCompensable, type Machine, replay, type Run, startRun } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import { readFact } from "../runtime/fact-text.ts"
import type { LoadedPlan } from "../runtime/loaded-plan.ts"
import { executionHeader, readHeader } from "../runtime/stored-header.ts"
import type { HistoryOptions, HistoryPage } from "./client.ts"
import { jsonValue } from "../runtime/json-text.ts"
import { notFound } from "./not-found.ts"
import type { Program } from "./program.ts"
import { storedPlanOf } from "./stored-plan-of.ts"

/** Histories that are kept, so that the pages of one are projected once. */
const kept = 8

/** A journal as far as it has been replayed. */
interface Projected {
  /** Tells it from an execution of the same name that was started after this one was pruned. */
  readonly header: string
  readonly plan: LoadedPlan
  /** Facts that it stands for. */
  readonly facts: number
  readonly run: Run
  readonly events: readonly HistoryEvent[]
}

/** Replays journals with somebody listening. */
export class History {
  readonly #program: Program
  readonly #backend: Backend
  readonly #projected = new Map<string, Projected>()

  constructor(program: Program, backend: Backend) {
    this.#program = program
    this.#backend = backend
  }

  async page(id: string, { limit = 1000, reverseOrder = false, cursor }: HistoryOptions): Promise<HistoryPage> {
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
      throw new EngineError({ code: "LIMIT_INVALID", message: `A page of ${limit} events was asked for.` })
    }
    const events = await this.#events(id)
    const from = cursor === undefined ? 0 : positionOf(cursor, reverseOrder)
    // A history grows at its end: a page of a running execution, newest first, counts from the events that were there.
    const total = cursor === undefined ? events.length : Math.min(events.length, totalOf(cursor, events.length))
    const page = reverseOrder
      ? events.slice(Math.max(0, total - from - limit), total - from).toReversed()
      : events.slice(from, from + limit)
    const end = reverseOrder ? total : events.length
    // Copies: what is kept here is shown to others, too.
    const shown = page.map((event) => jsonValue(event) as unknown as HistoryEvent) // events are JSON
    return from + limit < end
      ? { events: shown, cursor: cursorOf(from + limit, reverseOrder, total) }
      : { events: shown }
  }

  /** An execution's run, as its journal has it. */
  async run(id: string): Promise<Run> {
    return (await this.#project(id)).run
  }

  /** An execution's run, and the plan that it goes by. */
  async standing(id: string): Promise<Pick<Projected, "plan" | "run">> {
    return await this.#project(id)
  }

  /** The machine that an execution is of. */
  async machineOf({ plan }: Pick<ExecutionRecord, "plan">): Promise<Machine> {
    return (await storedPlanOf(this.#program, this.#backend, plan)).machine
  }

  /** What is left to be undone of an execution. */
  async compensations(id: string, at: number): Promise<CompensationPlan> {
    const { plan, run, events } = await this.#project(id)
    return compensationsOf(plan.plan, plan.machine, run, events, at)
  }

  /** Whether there may be something left to undo. */
  async isCompensable(id: string): Promise<boolean> {
    const { plan, run } = await this.#project(id)
    return isCompensable(plan.machine, run)
  }

  async #events(id: string): Promise<readonly HistoryEvent[]> {
    return (await this.#project(id)).events
  }

  async #project(id: string): Promise<Projected> {
    const record = await this.#backend.executions.get({ id })
    if (record === undefined) throw notFound(id)
    const found = this.#projected.get(id)
    const known = found?.header === record.header ? found : await this.#begin(record)
    // What was replayed before stands: only what came since is read.
    const texts = await this.#backend.executions.journal({ id, from: known.facts })
    if (texts === undefined) throw notFound(id)
    if (texts.length === 0) return known
    const more: HistoryEvent[] = []
    const run = replay(known.plan.machine, known.run, texts.map(readFact), (event) => more.push(event))
    const events = known.events.length === 0 ? more : [...known.events, ...more]
    const projected = { ...known, facts: known.facts + texts.length, run, events }
    this.#keep(id, projected)
    return projected
  }

  async #begin(record: ExecutionRecord): Promise<Projected> {
    const plan = await storedPlanOf(this.#program, this.#backend, record.plan)
    const run = startRun(plan.machine, executionHeader(record, readHeader(record.header)))
    return { header: record.header, plan, facts: 0, run, events: [] }
  }

  #keep(id: string, projected: Projected): void {
    this.#projected.delete(id)
    this.#projected.set(id, projected)
    const [oldest] = this.#projected.keys()
    if (this.#projected.size > kept && oldest !== undefined) this.#projected.delete(oldest)
  }
}

/** `<f or r>.<events passed>.<events there were>` */
function cursorOf(position: number, reverseOrder: boolean, total: number): string {
  return `${reverseOrder ? "r" : "f"}.${position}.${total}`
}

function positionOf(cursor: string, reverseOrder: boolean): number {
  const [, order, position] = /^([fr])\.(\d{1,9})\.\d{1,9}$/.exec(cursor) ?? []
  if (order === (reverseOrder ? "r" : "f") && position !== undefined) return Number(position)
  throw new EngineError({
    code: "CURSOR_INVALID",
    message: `The cursor '${cursor.slice(0, 60)}' is not of this history.`,
  })
}

function totalOf(cursor: string, otherwise: number): number {
  const total = /(\d+)$/.exec(cursor)?.[1]
  return total === undefined ? otherwise : Number(total)
}
