import { quote } from "../expression/quote.ts"
import type { Way } from "../flow/draft.ts"
import type { Place } from "../flow/place.ts"
import { Chain } from "./chain.ts"
import { failureJson } from "./failure.ts"
import { finalFailure } from "./final-failure.ts"
import { workflowReport } from "./report.ts"
import type { Saga } from "./saga.ts"
import type { SagaVariables, Undoing } from "./undoing.ts"

/** What all sagas of a workflow's own level share. */
export interface SagaFrame {
  readonly variables: SagaVariables
  /** The way to the first step: what variables hold at first is assigned there. */
  readonly start: Way
  /** Something is to be undone; else it is there for sections that must come to rest. */
  readonly undoes: boolean
}

/** Leads every failure of a workflow's saga to the states that undo what it attempted, and on to the end. */
export function compensate(place: Place, saga: Saga, frame: SagaFrame): void {
  const { variables } = frame
  lead(place, saga, frame, { settled: () => undefined, end: () => finalFailure(place, variables) })
  // Only now it is known what the branches' reports have to carry.
  for (const complete of place.plan.reports) complete()
}

/** Leads every failure of a saga of the workflow's own level to what undoes it. */
export function lead(
  place: Place,
  saga: Saga,
  { variables, start }: SagaFrame,
  ending: Pick<Undoing, "settled" | "end">,
): void {
  const chain = new Chain(saga, {
    place,
    variables,
    report: workflowReport(variables),
    recall: () => new Map<string, () => string>(),
    entry: () => "null",
    outcome: (step) => {
      const status = saga.undos[step]?.status
      return status === undefined ? undefined : `$${status}`
    },
    label: (step) => quote(saga.undos[step]?.node.name ?? ""),
    initially: (variable, value) => {
      start.assign[variable] = value
    },
    entries: [],
    ...ending,
  })
  const timed = place.plan.tree.compensationTimeoutSeconds !== undefined
  for (const { way, failure, target } of saga.failures) {
    if (failure !== undefined) way.assign[variables.failure] = failureJson(failure, timed)
    if (way.kind !== "cancelled") way.next = chain.target(target)
  }
  // ASL has no cancellation: it makes use of what a failure makes reachable.
  const cancelled = saga.failures.filter(({ way }) => way.kind === "cancelled")
  const stranded = cancelled.filter(({ target }) => chain.existing(target.step) === undefined)
  reach(Math.max(0, ...stranded.map(({ target }) => target.step)))
  for (const { way, target } of cancelled) {
    const next = chain.existing(target.step)
    if (next !== undefined) way.next = next
  }

  /** Where an attempt handles whatever fails, a catcher that only cancelling takes makes the states reachable. */
  function reach(count: number): void {
    const last = saga.lastUndone(count)
    const way = last?.cancelled?.()
    if (last === undefined || way === undefined) return
    way.assign[variables.failure] = failureJson(
      { step: last.node.name, error: "$states.errorOutput", counted: false },
      timed,
    )
    way.next = chain.from(count)
  }
}
