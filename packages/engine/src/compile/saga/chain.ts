import { InvariantError } from "../../errors.ts"
import type { CallData as Call } from "@stepwright/dsl"

import { quote } from "../expression/quote.ts"
import type { Way } from "../flow/draft.ts"
import { addState, expression, positionIn } from "../flow/place.ts"
import { inState, read } from "../flow/read.ts"
import { failureError } from "./final-failure.ts"
import { isEmpty } from "./is-empty.ts"
import { mayBeLost } from "./lost-report.ts"
import type { JournalUndo, Saga, Target, Undo } from "./saga.ts"
import { isChildren, undoChildren } from "./undo-children.ts"
import { settledState, undoJournal } from "./undo-journal.ts"
import { lostState, undoSection } from "./undo-section.ts"
import { undoState } from "./undo-state.ts"
import type { Undoing } from "./undoing.ts"

/** The states that undo a saga's steps, made when something leads to them. */
export class Chain {
  readonly #saga: Saga
  readonly #undoing: Undoing
  readonly #made = new Map<string, string>()
  #entries: readonly Way[]

  constructor(saga: Saga, undoing: Undoing) {
    this.#saga = saga
    this.#undoing = undoing
    this.#entries = undoing.entries
  }

  /** The state that a failure leads to. */
  target({ to, step, probe }: Target): string {
    switch (to) {
      case "chain":
        return this.from(step)
      case "unknown":
        return this.#undo(step, "unknown")
      case "perhaps":
        return this.#perhaps(step, `Check ${this.#step(step).node.name}`, () => this.#undo(step, "unknown"))
      case "pivot":
        return this.#perhaps(step, "Check pivot", () => probe ?? this.#undecided())
      case "probe":
        return probe ?? this.#undecided()
    }
  }

  /** Undoes this many steps from the last of them back to the first. */
  from(count: number): string {
    if (count === 0 || this.#saga.scope === "journal") return this.#once("end", this.#undoing.end)
    const step = count - 1
    return this.#step(step).status === undefined && this.#saga.scope !== "branch"
      ? this.#undo(step, "known")
      : this.#reached(step)
  }

  /** As {@link from}, but only where a failure leads there, or to where the last of them counts as attempted. */
  existing(count: number): string | undefined {
    if (count === 0 || this.#saga.scope === "journal") return this.#made.get("end")
    const step = count - 1
    const { kind } = this.#step(step)
    const keys = [
      `${step} reached`,
      ...(kind === "journal" ? [`${step}`] : ["known", "either", "unknown"].map((came) => `${step} ${came}`)),
    ]
    const usual = this.#step(step).status === undefined && this.#saga.scope !== "branch" ? keys.slice(1) : keys
    const found = usual.map((key) => this.#made.get(key)).find((name) => name !== undefined)
    return found ?? (isEmpty(this.#step(step)) ? this.existing(step) : undefined)
  }

  /** Undoes the one step that an entry of a journal tells of: this one, or a later one. */
  dispatch(from: number): string {
    const { place, entries, outcome } = this.#undoing
    const draft = addState(place, entries, "Choice", { name: "Check entry", role: "saga" })
    for (const [step, undo] of this.#saga.undos.entries()) {
      if (step < from || isEmpty(undo)) continue
      const text = outcome(step, positionIn(place, draft)) ?? "null"
      for (const came of ["known", "unknown"] as const) {
        const way = draft.way("rule", { Condition: expression(`${text} = ${quote(came)}`) })
        way.next = this.#undo(step, came)
      }
    }
    draft.way("default").next = this.from(0)
    return draft.name
  }

  #step(step: number): Undo {
    const undo = this.#saga.undos[step]
    if (undo === undefined) throw new InvariantError(`a saga has no step ${step}`)
    return undo
  }

  #once(key: string, make: () => string): string {
    const known = this.#made.get(key)
    if (known !== undefined) return known
    const name = make()
    this.#made.set(key, name)
    return name
  }

  /** A step that may not have been reached. */
  #reached(step: number): string {
    return this.#once(`${step} reached`, () => {
      const { node, status } = this.#step(step)
      const { place, initially, outcome } = this.#undoing
      if (status !== undefined) initially(status, null)
      const entries = this.#entries
      this.#entries = []
      const draft = addState(place, entries, "Choice", { name: `Check ${node.name}`, role: "saga", step: node.name })
      const text = outcome(step, positionIn(place, draft)) ?? "null"
      for (const came of ["known", "unknown"] as const) {
        const way = draft.way("rule", { Condition: expression(`${text} = ${quote(came)}`) })
        way.next = this.#undo(step, came)
      }
      if (mayBeLost(this.#saga, step))
        draft.way("rule", { Condition: expression(`${text} = 'lost'`) }).next = this.#lost(step)
      draft.way("default").next = this.from(step)
      return draft.name
    })
  }

  /** After an error that proves that its own attempt did nothing: an earlier attempt may have. */
  #perhaps(step: number, name: string, happened: () => string): string {
    return this.#once(`${step} perhaps`, () => {
      const { place, variables } = this.#undoing
      const draft = addState(place, [], "Choice", { name, role: "saga" })
      const way = draft.way("rule", { Condition: expression(`$${variables.failure}.retries > 0`) })
      way.next = happened()
      draft.way("default").next = this.from(step)
      return draft.name
    })
  }

  /** The pivot may have happened: neither back nor forward. */
  #undecided(): string {
    return this.#once("undecided", () => {
      const { place, variables } = this.#undoing
      const { name, cause } = failureError(variables)
      const fields = { Error: expression(name), Cause: expression(cause) }
      return addState(place, [], "Fail", { name: "Pivot undecided", role: "saga", fields }).name
    })
  }

  /** Only the report of a child execution could have told how to undo it. */
  #lost(step: number): string {
    return this.#once(`${step} lost`, () => lostState(this.#undoing, this.#step(step), step, () => this.from(step)))
  }

  #undo(step: number, outcome: "known" | "unknown"): string {
    const undo = this.#step(step)
    const onward = (): string => this.from(step)
    if (isEmpty(undo)) return onward()
    if (isChildren(undo))
      return this.#once(`${step} either`, () =>
        undoChildren(this.#undoing, undo, step, onward, (saga, undoing) => new Chain(saga, undoing)),
      )
    if (undo.kind === "section") {
      const make = outcome === "known" ? undoSection : lostState
      return this.#once(`${step} ${outcome}`, () =>
        make(this.#undoing, undo, step, onward, (saga, undoing) => new Chain(saga, undoing)),
      )
    }
    if (undo.kind === "settled") return this.#once(`${step}`, () => settledState(this.#undoing, undo, step, onward))
    if (undo.kind === "journal") return this.#once(`${step}`, () => this.#replay(undo, step, onward))
    const { known, unknown } = undo.node.compensate ?? {}
    const call: Call | undefined = outcome === "unknown" ? (unknown ?? known) : known
    if (call === undefined) throw new InvariantError(`the step ${undo.node.name} has no compensation`)
    const key = unknown === undefined ? "either" : outcome
    return this.#once(`${step} ${key}`, () => undoState(this.#undoing, { undo, step, call, outcome: key, onward }))
  }

  #replay({ node, journal }: JournalUndo, step: number, onward: () => string): string {
    const { place, recall } = this.#undoing
    const entries = read(place.plan, inState(place.level, false, recall(step)), journal.key)
    const chainOf = (saga: Saga, undoing: Undoing): Chain => new Chain(saga, undoing)
    return undoJournal(this.#undoing, { node, step, journal, entries, from: 0, onward, chainOf })
  }
}
