import { Level } from "../flow/level.ts"
import { addState, expression, insideOf } from "../flow/place.ts"
import { inState, read } from "../flow/read.ts"
import { branchUndoing } from "./branch-undoing.ts"
import type { LoopUndo, Saga } from "./saga.ts"
import { catchRest, nothingYet } from "./undo-section.ts"
import type { Undoing } from "./undoing.ts"

type MakeChain = (saga: Saga, undoing: Undoing) => { readonly dispatch: () => string }

/** Undoes what the passes of a repeat attempted, one entry of its journal after the other, the last first. */
export function undoLoop(
  undoing: Undoing,
  undo: LoopUndo,
  step: number,
  onward: () => string,
  chainOf: MakeChain,
): string {
  const { place, report, recall, label, initially } = undoing
  const { plan } = place
  const { node, journal } = undo
  const outer = inState(place.level, false, recall(step))
  initially(journal.variable, [])
  const draft = addState(place, [], "Map", { name: `Undo ${node.name}`, role: "compensation", step: node.name })
  draft.processorConfig = { Mode: "INLINE" }
  Object.assign(draft.fields, {
    Items: expression(`[$reverse(${read(plan, outer, journal.key)})]`),
    ItemSelector: { entry: expression("$states.context.Map.Item.Value"), ...nothingYet },
    MaxConcurrency: 1,
  })
  const level = new Level({ level: place.level, draft, kind: "items" })
  draft.levels.push(level)
  const key = `entry:${node.id}`
  const variable = plan.variableNames.take("entry")
  level.entries.set(key, {
    variable,
    here: "$states.input.entry",
    inBranch: undefined,
    inItems: undefined,
    boxed: false,
  })
  const inner = branchUndoing(
    undoing,
    insideOf(place, level, []),
    journal.saga,
    (position) => read(plan, position, key),
    recall(step),
    (name) => journal.changing.has(name),
  )
  level.start.next = chainOf(journal.saga, inner).dispatch()
  const next = draft.way("next")
  report.gathered(next)
  next.next = onward()
  catchRest(undoing, draft, step, label(step, outer), onward)
  return draft.name
}
