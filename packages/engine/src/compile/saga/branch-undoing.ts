import { addState, type Place } from "../flow/place.ts"
import { inState, type Position } from "../flow/read.ts"
import { keyPath } from "./key-path.ts"
import { branchReport } from "./report.ts"
import type { Saga } from "./saga.ts"
import type { Undoing } from "./undoing.ts"

/** How one branch undoes what it reported. */
export function branchUndoing(
  outer: Pick<Undoing, "variables">,
  place: Place,
  saga: Saga,
  steps: (position: Position) => string,
  around: Position["local"],
  owns: (key: string) => boolean,
): Undoing {
  const { plan, level } = place
  const idOf = (step: number): string => saga.undos[step]?.node.id ?? ""
  const entry = (step: number, position: Position): string => `${steps(position)}.${idOf(step)}`
  const recall: Undoing["recall"] = (step, outcome) => ({
    get(key) {
      if (!owns(key)) return around.get(key)
      if (outcome !== "known") saga.needed.set(step, (saga.needed.get(step) ?? new Set()).add(key))
      const names = saga.captured.get(step) ?? new Map<string, string>()
      saga.captured.set(step, names)
      const name = names.get(key) ?? `v${names.size + 1}`
      names.set(key, name)
      return () => `${entry(step, inState(level, false))}.${name}`
    },
  })
  return {
    place,
    variables: outer.variables,
    report: branchReport,
    recall,
    entry,
    outcome: (step, position) => `${entry(step, position)}.is`,
    label: (step, position) => {
      const undo = saga.undos[step]
      return undo === undefined ? "''" : keyPath(undo.place, undo.node.name, plan, { ...position, local: recall(step) })
    },
    initially: () => undefined,
    settled: () => undefined,
    entries: [level.start],
    end: () => {
      const draft = addState(place, [], "Succeed", { name: `Undone`, role: "saga" })
      return draft.name
    },
  }
}
