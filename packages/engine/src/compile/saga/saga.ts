import type { AllNode, CallbackNode, EachNode, RunNode, SagaNode } from "@stepwright/dsl"

import { quote } from "../expression/quote.ts"
import { notAppliedOf } from "../flow/call-fields.ts"
import { childError, dispatchChild } from "../flow/dispatch.ts"
import { type Catching, type Draft, Way } from "../flow/draft.ts"
import type { Level } from "../flow/level.ts"
import { expression, type Place } from "../flow/place.ts"
import { inState, onWay, read } from "../flow/read.ts"
import { catchersFor, caughtError, protect } from "../flow/protect.ts"
import { variableName } from "../flow/unique-names.ts"
import { earlierAttempts, type Failure } from "./failure.ts"
import { entryText } from "./branch-report.ts"
import { isEmpty } from "./is-empty.ts"
import type { Journal, JournalNode } from "./journal.ts"
import { probeState } from "./probe.ts"

/** Something to undo, in the order of the workflow: a step, a section whose branches hold steps to undo, a journal. */
export type Undo = StepUndo | SectionUndo | JournalUndo | SettledUndo

interface UndoBase {
  /** Where it stands. */
  readonly place: Place
  /** The variable that says how far it came where it may not be reached: null, `known` or `unknown`. */
  readonly status: string | undefined
  /** A new way out of it, before all others, for an execution that is cancelled while it is attempted. */
  cancelled?: () => Way
}

export interface StepUndo extends UndoBase {
  readonly kind: "step"
  readonly node: RunNode | CallbackNode
}

export interface SectionUndo extends UndoBase {
  readonly kind: "section"
  readonly node: AllNode | EachNode
  /** Of each branch; of an `each`, of its body. */
  readonly branches: readonly Saga[]
}

export interface JournalUndo extends UndoBase {
  readonly kind: "journal"
  readonly node: JournalNode
  readonly journal: Journal
}

/** In a journal: a saga that has undone by itself what it attempted. What is left is to tell of it. */
export interface SettledUndo extends UndoBase {
  readonly kind: "settled"
  readonly node: SagaNode
}

/** Where a failure leads: down the chain from a step on, or to a step whose own outcome is in question. */
export interface Target {
  readonly to: "chain" | "unknown" | "perhaps" | "pivot" | "probe"
  /** `chain`, `pivot` and `probe`: how many steps, from the first, may be undone. Else: the step. */
  readonly step: number
  /** `pivot` and `probe`: the state that asks what became of it. */
  readonly probe?: string
}

/** A failure on its way. */
export interface Failed {
  readonly way: Way
  /** Absent where it is known already. */
  readonly failure: Failure | undefined
  readonly target: Target
}

/**
 * The steps of a level that are compensated together. While its body is lowered it collects what to undo, and failures.
 * That of a workflow undoes by itself, and so does an inner one, whose failure an attempt handles; that of a branch only
 * reports what it attempted, for its section to be undone; that of a journal collects what its entries may tell of.
 */
export class Saga implements Catching {
  readonly kind = "saga"
  readonly level: Level
  readonly scope: "workflow" | "inner" | "branch" | "journal"
  /** Of an inner one: the saga that takes over what it has to undo, where no journal does. */
  readonly outer: Saga | undefined
  /** Past the pivot: nothing is compensated any more. */
  forward = false
  readonly undos: Undo[] = []
  readonly failures: Failed[] = []
  /** Of a branch, by step: the values that undoing it reads, and under which name the report carries them. */
  readonly captured: Map<number, Map<string, string>> = new Map()
  /** Those of them that undoing it reads also where its result is unknown. */
  readonly needed: Map<number, Set<string>> = new Map()

  constructor(level: Level, scope: Saga["scope"], outer?: Saga) {
    this.level = level
    this.scope = scope
    this.outer = outer
  }

  /** Adds something to undo. @returns its number */
  add(undo: Undo): number {
    this.outer?.add(undo)
    return this.undos.push(undo) - 1
  }

  /** Sends a way of failure down the chain. `error`: JSONata of `{ Error, Cause }`; must not fail. */
  failedAt(way: Way, step: string, error: string, target: Target = this.#chain()): void {
    this.failed(way, { step, error, counted: target.to === "perhaps" || target.to === "pivot" }, target)
  }

  /** As {@link failedAt}, with a failure of another form. */
  failed(way: Way, failure: Failure | undefined, target: Target = this.#chain()): void {
    this.failures.push({ way, failure, target })
  }

  /** Registers a step with a compensation: it will be undone from the moment it was attempted. */
  guard(place: Place, node: RunNode | CallbackNode, draft: Draft, next: Way): void {
    const child = node.call.kind === "workflow" && node.call.mode === "call"
    this.#register({ kind: "step", node, place, status: this.#statusOf(place, node.name) }, draft, next, {
      nothing: [...notAppliedOf(node.call, place.plan), "States.QueryEvaluationError"],
      retried: true,
      child,
    })
  }

  /**
   * Registers a section whose branches report what they attempted. Nothing was attempted where it could not begin. Where
   * its branches hold nothing to undo it has come to rest, and that is all.
   */
  guardSection(place: Place, node: SectionUndo["node"], branches: readonly Saga[], draft: Draft, next: Way): void {
    if (branches.every(({ undos }) => undos.every(isEmpty))) {
      protect(place, draft, next, node.name)
      return
    }
    const status = this.#statusOf(place, node.name)
    this.#register({ kind: "section", node, branches, place, status }, draft, next, {
      nothing: ["States.QueryEvaluationError"],
      retried: false,
      child: false,
    })
  }

  /** Registers the point of no return: only what proves that it did not happen leads back. */
  pivot(place: Place, node: RunNode, draft: Draft, next: Way): readonly Way[] {
    next.exact = true
    next.caughtBy = this
    const step = this.undos.length
    const nothing = [...notAppliedOf(node.call, place.plan), "States.QueryEvaluationError"]
    const { probe } = node.pivot ?? {}
    const asked = probe === undefined ? undefined : probeState(place, node, probe)
    const asks = asked === undefined ? {} : { probe: asked.state }
    const fails = (errors: readonly string[], to: Target["to"]): void =>
      this.failedAt(draft.way("catch", { ErrorEquals: errors }), node.name, caughtError, { to, step, ...asks })
    fails(nothing, "pivot")
    this.forward = true
    if (asked === undefined) return [next]
    for (const errors of catchersFor(["States.ALL"], new Set(nothing))) fails(errors, "probe")
    this.failed(asked.notApplied, undefined, { to: "chain", step })
    return [next, asked.applied]
  }

  /** The last of the first so many steps that are undone at all; of a journal, the last that its entries tell of. */
  lastUndone(count: number): Undo | undefined {
    const undo = this.undos.slice(0, count).findLast((each) => each.kind !== "settled" && !isEmpty(each))
    return undo?.kind === "journal" ? undo.journal.saga.lastUndone(Infinity) : undo
  }

  #chain(): Target {
    return { to: "chain", step: this.undos.length }
  }

  #statusOf({ conditional, journal, plan }: Place, name: string): string | undefined {
    return conditional && journal === undefined ? plan.variableNames.take(variableName(`${name} status`)) : undefined
  }

  #register(undo: Undo, draft: Draft, next: Way, { nothing, retried, child }: Attempting): void {
    const { place, node, status } = undo
    const error = child ? childError : caughtError
    next.exact = true
    if (place.journal !== undefined) return this.#enter(place.journal, undo, draft, next, { nothing, error, child })
    const step = this.add(undo)
    if (status === undefined) {
      next.caughtBy = this
      const back: Target = retried ? { to: "perhaps", step } : { to: "chain", step }
      this.failedAt(draft.way("catch", { ErrorEquals: nothing }), node.name, error, back)
      for (const errors of catchersFor(["States.ALL"], new Set(nothing)))
        this.failedAt(draft.way("catch", { ErrorEquals: errors }), node.name, error, { to: "unknown", step })
      return
    }
    next.assign[status] = "known"
    undo.cancelled = () => {
      const way = catchCancelled(draft)
      way.assign[status] = "unknown"
      return way
    }
    const ways = [
      ...(child ? dispatchChild(place, draft, node.name) : []),
      ...protect(place, draft, next, node.name, error),
    ]
    for (const way of ways) {
      way.assign[status] = expression(`${didNothing(nothing)} ? null : 'unknown'`)
    }
  }

  /** In a journal each attempt is an entry, be it one that went well or one that failed. */
  #enter(journal: Journal, undo: Undo, draft: Draft, next: Way, { nothing, error, child }: Entering): void {
    const { place, node } = undo
    const { plan, level } = place
    const step = journal.saga.undos.push(undo) - 1
    const failing = [
      ...(child ? dispatchChild(place, draft, node.name) : []),
      ...protect(place, draft, next, node.name, error),
    ]
    const note = (way: Way, is: "known" | "unknown", unless?: string): void => {
      const text = (): string => {
        const before = read(plan, inState(level, way.draft === level.first), journal.key)
        const [id, entry] = entryText(place, journal.saga, onWay(level, way), step, is)
        const grown = `$append(${before}, [{${quote(id)}: ${entry}}])`
        return unless === undefined ? grown : `(${unless} ? ${before} : ${grown})`
      }
      way.local.set(journal.key, text)
      plan.reports.push(() => {
        way.assign[journal.variable] = expression(text())
      })
    }
    undo.cancelled = () => {
      const way = catchCancelled(draft)
      note(way, "unknown")
      return way
    }
    note(next, "known")
    for (const way of failing) note(way, "unknown", didNothing(nothing))
  }
}

function catchCancelled(draft: Draft): Way {
  const way = new Way("catch", draft, { ErrorEquals: ["Stepwright.Cancelled"] })
  draft.ways.unshift(way)
  return way
}

/** JSONata, on a way of failure: this was the first attempt, and its error proves that it did nothing. */
function didNothing(errors: readonly string[]): string {
  return `${earlierAttempts} = 0 and $states.errorOutput.Error in [${errors.map(quote).join(", ")}]`
}

interface Entering {
  readonly nothing: readonly string[]
  readonly error: string
  readonly child: boolean
}

/** How a step's failures are read. */
interface Attempting {
  /** Errors that prove that their own attempt did nothing. */
  readonly nothing: readonly string[]
  /** There may have been attempts before the last. */
  readonly retried: boolean
  /** It is a child workflow's. */
  readonly child: boolean
}
