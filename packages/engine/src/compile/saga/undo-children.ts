import type { EachNode } from "@stepwright/dsl"

import { awaitAll, capturedFields } from "../flow/children.ts"
import type { Draft } from "../flow/draft.ts"
import { itemsText } from "../flow/items-text.ts"
import { Level } from "../flow/level.ts"
import { addState, expression, insideOf, keyAt } from "../flow/place.ts"
import { carry, inState, type Position, read, resolver } from "../flow/read.ts"
import { branchUndoing } from "./branch-undoing.ts"
import { deadLetterState } from "./dead-letter-state.ts"
import { lostText } from "./lost-report.ts"
import type { Saga, SectionUndo, Undo } from "./saga.ts"
import { isDistributed } from "./section.ts"
import { catchRest, nothingYet } from "./undo-section.ts"
import type { Undoing } from "./undoing.ts"
import { checkVolatile } from "./volatile.ts"

/** What the children of a distributed `each` attempted. */
export interface ChildrenUndo extends SectionUndo {
  readonly node: EachNode
  readonly branches: readonly [Saga]
}

/** Whether a section's branches are executions of their own. */
export function isChildren(undo: Undo): undo is ChildrenUndo {
  return undo.kind === "section" && isDistributed(undo.node)
}

type MakeChain = (saga: Saga, undoing: Undoing) => { readonly from: (count: number) => string }

/**
 * Undoes a distributed `each`: a distributed Map over what its children reported. A child that was lost reported nothing,
 * and where the Map itself failed none did: then every step of every item counts as attempted.
 */
export function undoChildren(
  undoing: Undoing,
  undo: ChildrenUndo,
  step: number,
  onward: () => string,
  chainOf: MakeChain,
): string {
  const { place, recall, initially } = undoing
  const { plan } = place
  const { node } = undo
  const [saga] = undo.branches
  const outer = inState(place.level, false, recall(step))
  const draft = addState(place, [], "Map", { name: `Undo ${node.name}`, role: "compensation", step: node.name })
  const level = new Level({ level: place.level, draft, kind: "distributed" })
  draft.levels.push(level)
  draft.processorConfig = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }
  awaitAll(draft)
  if (node.concurrency !== undefined) draft.fields.MaxConcurrency = node.concurrency
  const entry = `entry:${node.id}`
  const given = "$states.context.Execution.Input.entry"
  level.entries.set(entry, {
    variable: plan.variableNames.take("entry"),
    here: "$states.input.entry",
    inBranch: given,
    inItems: given,
    boxed: false,
  })
  const steps = (position: Position): string => read(plan, position, entry)
  const owns = (key: string): boolean => {
    const own = saga.level.entries.get(key)
    return plan.variables.get(key)?.level === saga.level || (own !== undefined && own.captured !== true)
  }
  const around = passedOn(undoing, step, level)
  const inside = branchUndoing(undoing, insideOf(place, level, []), saga, steps, around, owns)
  level.start.next = chainOf(saga, inside).from(saga.undos.length)
  checkVolatile(plan, node.items, node)
  const items = itemsText(node, resolver(plan, outer))
  const told = read(plan, outer, `journal:${node.id}`)
  const journal = plan.variables.get(`journal:${node.id}`)
  if (journal !== undefined) initially(journal.name, null)
  plan.reports.push(() => {
    draft.fields.Items = expression(reportsText(lostText(saga, node, "$all[$i]", "$i"), items, told))
    draft.fields.ItemSelector = {
      entry: expression("$states.context.Map.Item.Value"),
      ...nothingYet,
      ...capturedFields(level),
    }
  })
  leaveUndone(undoing, undo, step, draft, onward)
  return draft.name
}

/** On its way on it is looked whether children that were to undo were lost: people are told. */
function leaveUndone(undoing: Undoing, undo: ChildrenUndo, step: number, draft: Draft, onward: () => string): void {
  const { place, report, recall, label } = undoing
  const { node } = undo
  const outer = inState(place.level, false, recall(step))
  const name = label(step, outer)
  const next = draft.way("next")
  report.gathered(
    next,
    `$map($states.result, function($r) { $exists($r.Status) ? ${lostChild(name)} : $r })`,
    lostError,
  )
  undoing.settled(step, next)
  const check = addState(place, [next], "Choice", {
    name: `Check undone ${node.name}`,
    role: "saga",
    step: node.name,
  })
  const letter = deadLetterState(undoing, {
    name: node.name,
    label: name,
    key: keyAt(undo.place, node.name, outer).text,
    target: node.name,
    onward,
  })
  check.way("rule", { Condition: expression("$exists($states.input.error.Error)") }).next = letter
  check.way("default").next = onward()
  catchRest(undoing, draft, step, name, () => letter)
}

/** What stands for the notes of a child that ended without an answer. */
function lostChild(label: string): string {
  return `{'uncompensated': [{'step': ${label}, 'error': 'Saga.ReportLost'}]}`
}

const lostError =
  "$exists($states.result.Status) ? {'Error': 'Saga.ReportLost', 'Cause': 'A child execution that was to undo was stopped.'} : null"

/** What the children of the undoing Map read in place of what is out of sight: it travels in their input. */
function passedOn({ place, recall }: Undoing, step: number, level: Level): Position["local"] {
  const around = recall(step)
  return {
    get(key) {
      const outside = around.get(key)
      if (outside === undefined) return undefined
      return () => {
        if (!level.entries.has(key)) carry(place.plan, level, key, outside(), true)
        return read(place.plan, inState(level, false), key)
      }
    },
  }
}

/** JSONata of the reports to undo: those that tell of a step. */
function reportsText(lost: string, items: string, told: string): string {
  const report = `$told[$i].ok in [true, false] ? $r.steps : ${lost}`
  const all = `$map($type($told) = 'array' ? $told : $all, function($r, $i) { ${report} })`
  return `function($all, $told) { [$filter(${all}, function($s) { $exists($s.*) })] }(${items}, ${told})`
}
