import { addState, expression, insideOf, keyAt } from "../flow/place.ts"
import { type Draft, type Fields } from "../flow/draft.ts"
import { Level } from "../flow/level.ts"
import { inState, type Position, read } from "../flow/read.ts"
import { deadLetterState } from "./dead-letter-state.ts"
import { branchUndoing } from "./branch-undoing.ts"
import type { Saga, SectionUndo, Undo } from "./saga.ts"
import type { Undoing } from "./undoing.ts"

type MakeChain = (saga: Saga, undoing: Undoing) => { readonly from: (count: number) => string }

/** What a branch has noted before it undid anything. */
export const nothingYet: Fields = { compensated: [], uncompensated: [] }

/** Undoes a section: its branches at once, each from what it reported. */
export function undoSection(
  undoing: Undoing,
  undo: SectionUndo,
  step: number,
  onward: () => string,
  chainOf: MakeChain,
): string {
  const { place, report, recall, label } = undoing
  const { node } = undo
  const outer = inState(place.level, false, recall(step))
  const all = node.kind === "all"
  const draft = addState(place, [], all ? "Parallel" : "Map", {
    name: `Undo ${node.name}`,
    role: "compensation",
    step: node.name,
  })
  const journal = (position: Position): string => read(place.plan, position, `journal:${node.id}`)
  for (const [index, saga] of undo.branches.entries()) {
    if (saga.undos.length === 0) continue
    const level = new Level({ level: place.level, draft, kind: all ? "branch" : "items" })
    draft.levels.push(level)
    const steps = all
      ? () => `${journal(inState(level, false, recall(step)))}[${index}].steps`
      : (position: Position) => read(place.plan, position, `entry:${node.id}`)
    if (!all) {
      const variable = place.plan.variableNames.take("entry")
      level.entries.set(`entry:${node.id}`, {
        variable,
        here: "$states.input.entry",
        inBranch: undefined,
        inItems: undefined,
        boxed: false,
      })
    }
    const inner = insideOf(place, level, [])
    const owns = (key: string): boolean =>
      place.plan.variables.get(key)?.level === saga.level || saga.level.entries.has(key)
    level.start.next = chainOf(saga, branchUndoing(undoing, inner, saga, steps, recall(step), owns)).from(
      saga.undos.length,
    )
  }
  if (all) draft.fields.Arguments = nothingYet
  else {
    draft.processorConfig = { Mode: "INLINE" }
    Object.assign(draft.fields, {
      Items: expression(`[$filter(${journal(outer)}, function($r) { $exists($r.steps.*) })]`),
      ItemSelector: { entry: expression("$states.context.Map.Item.Value.steps"), ...nothingYet },
      ...(node.concurrency === undefined ? {} : { MaxConcurrency: node.concurrency }),
    })
  }
  const next = draft.way("next")
  report.gathered(next, "$states.result")
  undoing.settled(step, next)
  next.next = onward()
  catchRest(undoing, draft, step, label(step, outer), onward)
  return draft.name
}

/** Its branches catch their own failures; what is left is their reports growing too large. */
export function catchRest(
  { report, settled }: Pick<Undoing, "report" | "settled">,
  draft: Draft,
  step: number,
  label: string,
  onward: () => string,
): void {
  for (const error of ["States.DataLimitExceeded", "States.ALL"]) {
    const way = draft.way("catch", { ErrorEquals: [error] })
    report.failed(way, label, "$states.errorOutput.Error", "$states.errorOutput")
    settled(step, way)
    way.next = onward()
  }
}

/** What could not be reported, so that nobody knows how to undo it. People have to see to it. */
export function lostState(undoing: Undoing, undo: Undo, step: number, onward: () => string): string {
  const { place, report, recall, label } = undoing
  const { node } = undo
  const position = inState(place.level, false, recall(step))
  const draft = addState(place, [], "Pass", { name: `Lost ${node.name}`, role: "compensation", step: node.name })
  const next = draft.way("next")
  report.failed(
    next,
    label(step, position),
    "'Saga.ReportLost'",
    "{'Error': 'Saga.ReportLost', 'Cause': 'The branches were stopped before they could report what they did.'}",
  )
  undoing.settled(step, next)
  next.next = deadLetterState(undoing, {
    name: node.name,
    label: label(step, position),
    key: keyAt(undo.place, node.name, position).text,
    target: node.name,
    onward,
  })
  return draft.name
}
