import { quote } from "../expression/quote.ts"
import type { Way } from "../flow/draft.ts"
import type { Place } from "../flow/place.ts"
import { Chain } from "./chain.ts"
import { failureJson } from "./failure.ts"
import { finalFailure } from "./final-failure.ts"
import { workflowReport } from "./report.ts"
import type { Saga } from "./saga.ts"
import type { SagaVariables, Undoing } from "./undoing.ts"

/**
 * Leads every failure of a workflow's saga to the states that undo what it attempted.
 * @param start - The way into the saga: what its variables hold at first is assigned there.
 */
export function compensate(place: Place, saga: Saga, variables: SagaVariables, start: Way): void {
  const { plan } = place
  const undoing: Undoing = {
    place,
    variables,
    report: workflowReport(variables),
    recall: () => new Map<string, () => string>(),
    outcome: (step) => {
      const status = saga.undos[step]?.status
      return status === undefined ? undefined : `$${status}`
    },
    label: (step) => quote(saga.undos[step]?.node.name ?? ""),
    initially: (variable, value) => {
      start.assign[variable] = value
    },
    entries: [],
    end: () => finalFailure(place, variables),
  }
  const chain = new Chain(saga, undoing)
  const timed = plan.tree.compensationTimeoutSeconds !== undefined
  for (const { way, failure, target } of saga.failures) {
    if (failure !== undefined) way.assign[variables.failure] = failureJson(failure, timed)
    way.next = chain.target(target)
  }
  // Only now it is known what the branches' reports have to carry.
  for (const complete of plan.reports) complete()
}
