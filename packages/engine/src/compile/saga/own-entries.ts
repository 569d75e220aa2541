import type { SagaNode } from "@stepwright/dsl"

import { quote } from "../expression/quote.ts"
import { dispatch } from "../flow/dispatch.ts"
import type { Way } from "../flow/draft.ts"
import { carriers } from "../flow/evaluate.ts"
import { addState, expression, type Place } from "../flow/place.ts"
import { inState, onWay, read } from "../flow/read.ts"
import { variableName } from "../flow/unique-names.ts"
import { Chain } from "./chain.ts"
import { failureJson } from "./failure.ts"
import { raisedError } from "./final-failure.ts"
import { isEmpty } from "./is-empty.ts"
import type { Journal } from "./journal.ts"
import { workflowReport } from "./report.ts"
import { Saga } from "./saga.ts"
import { settledEntry, undoJournal } from "./undo-journal.ts"
import type { SagaVariables } from "./undoing.ts"

/**
 * A saga whose failure an attempt handles, where a journal keeps what was attempted: it undoes the entries that it made
 * itself, and leaves one in their place that tells of that. How long the list was before tells them apart.
 */
export class OwnEntries {
  readonly saga: Saga
  /** The ways to its first step. */
  readonly ways: readonly Way[]
  readonly #place: Place
  readonly #node: SagaNode
  readonly #journal: Journal
  /** The first of the journal's steps that may be its own. */
  readonly #from: number
  /** The variable that holds how long the list was before. */
  readonly #before: string
  readonly #variables: SagaVariables

  constructor(place: Place, node: SagaNode, journal: Journal, ways: readonly Way[]) {
    const { plan, level } = place
    const { name, at } = node
    const variable = (what: string): string => plan.variableNames.take(variableName(`${name} ${what}`))
    const [before, compensated, uncompensated] = [
      variable("before"),
      variable("compensated"),
      variable("uncompensated"),
    ]
    this.saga = new Saga(level, "inner")
    this.ways = carriers(place, ways, () => true, { name: `${name} start`, at })
    for (const way of this.ways) {
      Object.assign(way.assign, { [compensated]: [], [uncompensated]: [] })
      plan.reports.push(() => {
        way.assign[before] = expression(`$count(${read(plan, onWay(level, way), journal.key)})`)
      })
    }
    this.#place = place
    this.#node = node
    this.#journal = journal
    this.#from = journal.saga.undos.length
    this.#before = before
    this.#variables = { failure: variable("failure"), compensated, uncompensated }
  }

  /** Leads every failure to what undoes the entries, and on to the handlers. To be called once the body is lowered. */
  compensate(): void {
    const { failures } = this.saga
    const { undos } = this.#journal.saga
    const timed = this.#place.plan.tree.compensationTimeoutSeconds !== undefined
    // ASL has no cancellation: it makes use of what a failure makes reachable, and adds nothing of its own.
    if (failures.every(({ way }) => way.kind === "cancelled")) return
    const nothing = undos.slice(this.#from).every(isEmpty)
    const raise = this.#raise()
    const first = nothing ? raise : this.#undo(raise)
    for (const { way, failure } of failures) {
      if (failure !== undefined) way.assign[this.#variables.failure] = failureJson(failure, timed)
      way.next = first
    }
    undos.push({ kind: "settled", node: this.#node, place: this.#place, status: undefined })
  }

  #undo(onward: string): string {
    const { plan, level } = this.#place
    const { name } = this.#node
    const { failure } = this.#variables
    const undoing = {
      place: this.#place,
      variables: this.#variables,
      report: workflowReport(this.#variables),
      recall: () => new Map([["failure", () => `$${failure}`]]),
      label: () => quote(name),
      settled: () => undefined,
    }
    const list = read(plan, inState(level, false), this.#journal.key)
    return undoJournal(undoing, {
      node: this.#node,
      step: 0,
      journal: this.#journal,
      entries: `$filter(${list}, function($v, $i) { $i >= $${this.#before} })`,
      from: this.#from,
      onward: () => onward,
      chainOf: (saga, inner) => new Chain(saga, inner),
    })
  }

  /** Exchanges the entries for one that tells what became of them, and hands the failure to the handlers. */
  #raise(): string {
    const { plan, level } = this.#place
    const { key, variable } = this.#journal
    const { name } = this.#node
    const { compensated, uncompensated } = this.#variables
    const list = read(plan, inState(level, false), key)
    const text = `$append($filter(${list}, function($v, $i) { $i < $${this.#before} }), [${settledEntry(this.#node, `$${compensated}`, `$${uncompensated}`)}])`
    const draft = addState(this.#place, [], "Pass", { name: `${name} compensated`, role: "saga", step: name })
    const way = draft.way("next")
    way.local.set(key, () => text)
    way.assign[variable] = expression(text)
    dispatch(this.#place, [way], {
      step: name,
      error: raisedError(this.#variables, `$count($${uncompensated}) > 0`),
    })
    return draft.name
  }
}
