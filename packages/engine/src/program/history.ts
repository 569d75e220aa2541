import { type HistoryEvent, projectHistory } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import { readFact } from "../runtime/fact-text.ts"
import { type LoadedPlan, readPlan } from "../runtime/loaded-plan.ts"
import { executionHeader, readHeader } from "../runtime/stored-header.ts"
import type { HistoryOptions, HistoryPage } from "./client.ts"
import { notFound } from "./not-found.ts"
import type { Program } from "./program.ts"

/** Histories that are kept, so that the pages of one are projected once. */
const kept = 8

interface Projected {
  /** The journal's length. */
  readonly facts: number
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
    return from + limit < end ? { events: page, cursor: cursorOf(from + limit, reverseOrder, total) } : { events: page }
  }

  async #events(id: string): Promise<readonly HistoryEvent[]> {
    const [record, texts] = await Promise.all([
      this.#backend.executions.get({ id }),
      this.#backend.executions.journal({ id }),
    ])
    if (record === undefined || texts === undefined) throw notFound(id)
    const known = this.#projected.get(id)
    if (known?.facts === texts.length) return known.events
    const plan = await this.#plan(record.plan)
    const header = executionHeader(record, readHeader(record.header))
    const events = projectHistory(plan.machine, header, texts.map(readFact))
    this.#keep(id, { facts: texts.length, events })
    return events
  }

  async #plan(id: string): Promise<LoadedPlan> {
    const known = this.#program.planById(id)
    if (known !== undefined) return known
    const stored = await this.#backend.plans.get({ id })
    if (stored === undefined) {
      throw new EngineError({ code: "PLAN_MISSING", message: `The backend has lost the plan ${id}.` })
    }
    return readPlan(stored)
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
