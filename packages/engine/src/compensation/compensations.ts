import type { Json } from "../asl/json.ts"
import { type HistoryEvent, isCompensable, type Machine, type Run, type RunTask, transition } from "../core/index.ts"
import { type Attempt, attemptsOf } from "../plan/attempts.ts"
import type { Plan } from "../plan/plan.ts"
import { Rehearsal } from "./rehearsal.ts"

/** A step that was attempted, be its outcome known or not. */
export interface AttemptedStep {
  readonly step: string
  readonly state: string
  /** Absent for a call that is given no key. */
  readonly key?: string
  readonly input: Json
  /** Absent where nobody knows whether, and with what, it answered. */
  readonly result?: Json
  /** How its last attempt failed; a failure may say that it did nothing. */
  readonly failure?: Attempt["failure"]
  readonly attempts: number
}

/** A compensation that is to be called. */
export interface PlannedCompensation {
  /** Those of one turn, from 1, are called at once; the next turn when all of them have answered. */
  readonly turn: number
  /** The step that it undoes. */
  readonly step: string
  readonly state: string
  /** The compensation's own key: `<key>~undo`. */
  readonly key?: string
  readonly input: Json
  /** What the resource is sent. */
  readonly request: Json
}

/** What is left to be undone of an execution. */
export interface CompensationPlan {
  /** In the order in which they were first attempted. */
  readonly attempted: readonly AttemptedStep[]
  /** In order; empty where nothing is left. A compensation that fails may change what comes after it. */
  readonly compensations: readonly PlannedCompensation[]
  /** The step whose probe has to be asked first: whether its effect stands decides whether anything is undone. */
  readonly probe?: string
}

/** Turns after which a saga that ends is taken for one that does not. */
const most = 100_000

/**
 * What would be called to undo an execution that has ended, were every compensation to succeed: the saga's own states,
 * played from where the execution stood.
 * @param at - The time of it, in milliseconds since 1970.
 */
export function compensationsOf(
  plan: Plan,
  machine: Machine,
  run: Run,
  events: readonly HistoryEvent[],
  at: number,
): CompensationPlan {
  const attempted = attemptedSteps(plan, events)
  const ended = run.status === "RUNNING" ? transition(machine, run, { type: "StopRequested", at })[0] : run
  if (!isCompensable(machine, ended)) return { attempted, compensations: [] }
  const compensations: PlannedCompensation[] = []
  const rehearsal = new Rehearsal(machine, at)
  rehearsal.begin(ended, { type: "CancelRequested", at, revive: true })
  for (let turn = 1; turn < most; turn++) {
    const asked = rehearsal.take()
    if (asked.length === 0) return { attempted, compensations }
    const probe = asked.find(({ order: { state } }) => plan.notes[state]?.role === "probe")?.order.state
    if (probe !== undefined) return { attempted, compensations, probe: plan.notes[probe]?.step ?? probe }
    compensations.push(...asked.map(({ order }) => planned(plan, order, turn)))
    for (const { order, member } of asked) {
      const { frame, seq, input } = order
      rehearsal.apply(member, { type: "TaskSucceeded", frame, seq, at, output: answerTo(input) })
    }
  }
  throw new Error("the compensation does not come to an end")
}

/** An answer in every form that one may be read in. */
function answerTo(request: Json): Json {
  return { v: 1, output: null, Payload: { v: 1, output: null }, Output: null, StatusCode: 200, Request: request }
}

function planned({ notes }: Plan, { state, input: request }: RunTask, turn: number): PlannedCompensation {
  const { key, input } = attemptsOf([
    { id: 1, previousEventId: 0, type: "TaskStateEntered", name: state },
    { id: 2, previousEventId: 1, type: "TaskScheduled", parameters: request },
  ])[0] ?? { key: undefined, input: request }
  return { turn, step: notes[state]?.step ?? state, state, ...(key === undefined ? {} : { key }), input, request }
}

function attemptedSteps({ notes }: Plan, events: readonly HistoryEvent[]): readonly AttemptedStep[] {
  const steps = new Map<string, AttemptedStep>()
  for (const { state, key, input, result, failure } of attemptsOf(events)) {
    const note = notes[state]
    if (note !== undefined && note.role !== "step" && note.role !== "pivot") continue
    const id = `${state}\n${key ?? JSON.stringify(input)}`
    steps.set(id, {
      step: note?.step ?? state,
      state,
      ...(key === undefined ? {} : { key }),
      input,
      ...(result === undefined ? {} : { result }),
      ...(failure === undefined ? {} : { failure }),
      attempts: (steps.get(id)?.attempts ?? 0) + 1,
    })
  }
  return [...steps.values()]
}
