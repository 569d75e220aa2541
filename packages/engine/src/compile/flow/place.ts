import type { Block, SourcePosition } from "@stepwright/dsl"

import type { StateType } from "../../asl/document.ts"
import type { Note } from "../../plan/plan.ts"
import { quote } from "../expression/quote.ts"
import type { Journal } from "../saga/journal.ts"
import type { Saga } from "../saga/saga.ts"
import type { Attempting } from "./attempting.ts"
import { type Catching, Draft, type Fields, type Way } from "./draft.ts"
import type { Level } from "./level.ts"
import type { PlanBuilder } from "./plan-builder.ts"
import { inState, type Position, read } from "./read.ts"
import { type KeyPart, type KeyText, keyText } from "./root-key.ts"

/** Where the next step of a workflow is put. */
export interface Place {
  readonly plan: PlanBuilder
  readonly level: Level
  /** What stands between the root and the step's name in its key. */
  readonly path: readonly KeyPart[]
  /** The handlers around, of this level, innermost first; an enclosing saga comes last. */
  readonly attempts: readonly Attempting[]
  /** The saga of this level. */
  readonly saga: Saga | undefined
  /** Inside a branch that may not be taken, or a body whose failure may be handled. */
  readonly conditional: boolean
  /** What is kept of what a part around attempted, where that depends on the run. */
  readonly journal: Journal | undefined
  /** In an outer level a saga has a deadline. */
  readonly deadline: boolean
  /** In an outer level a saga is past its pivot. */
  readonly forward: boolean
  /** In an outer level an attempt handles failures. */
  readonly handled: boolean
  /** In an outer level an attempt handles failures that no saga around here undoes by itself. */
  readonly escaping: boolean
  /** Inside an Express execution. */
  readonly express: boolean
  /** Lowers a block after these ways and answers its own ways out. */
  readonly lowerBlock: (place: Place, block: Block, ways: readonly Way[]) => readonly Way[]
}

/** Whether a saga here is past its pivot, so that it only goes forward. */
export function isForward(place: Place): boolean {
  return place.forward || place.saga?.forward === true
}

/** Whether steps here must end before the workflow's deadline. */
export function hasDeadline(place: Place): boolean {
  return (
    !isForward(place) && (place.deadline || (place.saga !== undefined && place.plan.tree.timeoutSeconds !== undefined))
  )
}

/** What catches a failing state or expression here. */
export function catchingAt(place: Place): Catching | undefined {
  return place.attempts[0] ?? (isForward(place) ? undefined : place.saga)
}

/** A place in a level of its own. */
export function insideOf(place: Place, level: Level, path: readonly KeyPart[], saga?: Saga): Place {
  return {
    ...place,
    level,
    path: [...place.path, ...path],
    attempts: [],
    saga,
    conditional: false,
    journal: undefined,
    deadline: hasDeadline(place),
    forward: isForward(place),
    handled: place.handled || place.attempts.length > 0,
    escaping: place.escaping || place.attempts.length > 0,
  }
}

/** Words for a new state. */
export interface StateParts {
  readonly name: string
  readonly role: Note["role"]
  readonly step?: string
  readonly at?: SourcePosition
  readonly fields?: Fields
}

/** A new state that nothing leads to yet. Its name is unique in the plan. */
export function makeState({ plan }: Place, type: StateType, parts: StateParts): Draft {
  const { at } = parts
  const note: Note = {
    role: parts.role,
    ...(parts.step === undefined ? {} : { step: parts.step }),
    ...(at === undefined ? {} : { source: `${plan.sourceOf(at.file)}:${at.line}:${at.column}` }),
  }
  return new Draft(type, plan.stateNames.take(parts.name), note, parts.fields)
}

/** Puts a state after these ways. */
export function enter(place: Place, ways: readonly Way[], draft: Draft): void {
  const { level } = place
  for (const way of ways) {
    way.next = draft.name
    if (way === level.start) level.first = draft
  }
  level.drafts.push(draft)
  addCancelled(place, draft)
}

/** A state that leads forward has a way out of its own for an execution that is cancelled before it. */
function addCancelled(place: Place, draft: Draft): void {
  const { role, step } = draft.note
  const leads = role === "step" || role === "control" || role === "pivot"
  if (isForward(place)) draft.forward = leads || role === "result"
  else if (leads) place.saga?.failedAt(draft.way("cancelled"), step ?? draft.name, "$states.errorOutput")
}

/** A new state after these ways. */
export function addState(place: Place, ways: readonly Way[], type: StateType, parts: StateParts): Draft {
  const draft = makeState(place, type, parts)
  enter(place, ways, draft)
  return draft
}

/** The position of a state's own fields. */
export function positionIn({ level }: Place, draft: Draft, local?: Position["local"]): Position {
  return inState(level, draft === level.first, local)
}

/** The position of a state that will follow these ways. */
export function positionAfter({ level }: Place, ways: readonly Way[]): Position {
  return inState(level, ways.includes(level.start))
}

/** The key of the step of this name, as it reads at a position. */
export function keyAt(place: Place, name: string, position: Position): KeyText {
  return keyText([...place.path, name], (key) => read(place.plan, position, key), quote)
}

/** `{% … %}`. */
export function expression(text: string): string {
  return `{% ${text} %}`
}
