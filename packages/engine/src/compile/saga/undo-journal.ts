import { Level } from "../flow/level.ts"
import { addState, expression, insideOf } from "../flow/place.ts"
import { inState, read } from "../flow/read.ts"
import { branchUndoing } from "./branch-undoing.ts"
import type { Journal } from "./journal.ts"
import type { JournalUndo, Saga, SettledUndo } from "./saga.ts"
import { catchRest, nothingYet } from "./undo-section.ts"
import type { Undoing } from "./undoing.ts"

/** Makes the states that undo what one entry of a journal tells of. */
interface Dispatching {
  readonly dispatch: (from: number) => string
}

/** What of a journal is to be undone. */
export interface Replayed {
  readonly node: JournalUndo["node"]
  /** Its number in the saga that is undone. */
  readonly step: number
  readonly journal: Journal
  /** JSONata of entries, the first attempted first. */
  readonly entries: string
  /** The first of the journal's steps that the entries may tell of. */
  readonly from: number
  readonly onward: () => string
  readonly chainOf: (saga: Saga, undoing: Undoing) => Dispatching
}

/** How the states of the level that holds the journal undo. */
type Around = Pick<Undoing, "place" | "variables" | "report" | "recall" | "label" | "settled">

/** Undoes what a journal tells of, one entry after the other, the last first. */
export function undoJournal(undoing: Around, { node, step, journal, entries, ...rest }: Replayed): string {
  const { place, report, recall, label } = undoing
  const { plan } = place
  const { from, onward, chainOf } = rest
  const draft = addState(place, [], "Map", { name: `Undo ${node.name}`, role: "compensation", step: node.name })
  draft.processorConfig = { Mode: "INLINE" }
  Object.assign(draft.fields, {
    Items: expression(`[$reverse(${entries})]`),
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
    (name) => plan.variables.has(name) && !journal.before.has(name),
  )
  level.start.next = chainOf(journal.saga, inner).dispatch(from)
  const next = draft.way("next")
  report.gathered(next, "$states.result")
  undoing.settled(step, next)
  next.next = onward()
  catchRest(undoing, draft, step, label(step, inState(place.level, false, recall(step))), onward)
  return draft.name
}

/** JSONata of an entry that tells what a saga has undone by itself. */
export function settledEntry({ id }: SettledUndo["node"], compensated: string, uncompensated: string): string {
  return `{'${id}': {'is': 'known', 'compensated': ${compensated}, 'uncompensated': ${uncompensated}}}`
}

/** Tells what a saga has undone by itself: as an entry says. */
export function settledState(
  { place, report, entry }: Undoing,
  { node }: SettledUndo,
  step: number,
  onward: () => string,
): string {
  const draft = addState(place, [], "Pass", { name: `Undone ${node.name}`, role: "saga", step: node.name })
  const next = draft.way("next")
  report.gathered(next, entry(step, inState(place.level, false)))
  next.next = onward()
  return draft.name
}
