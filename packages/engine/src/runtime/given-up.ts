import type { Json } from "../asl/json.ts"
import type { HistoryEvent } from "../core/index.ts"
import { type Attempt, attemptsOf } from "../plan/attempts.ts"
import type { Plan } from "../plan/plan.ts"

/** What was given up on, whole: what a person needs to judge it, and what it takes to do it after all. */
export interface GivenUp {
  readonly v: 1
  /** sha256 of the plan that names the rest. */
  readonly plan: string
  /** The compensation's state. */
  readonly state: string
  /** The last request that it sent; absent where it never got so far. */
  readonly request?: Json
  readonly timeoutSeconds?: number
  /** How many requests it sent. */
  readonly attempts: number
  /** What the step was given that it should have undone, and what that answered; absent where nobody knows. */
  readonly input?: Json
  readonly result?: Json
  readonly error?: string
  readonly cause?: string
}

/**
 * What an execution's history tells about a dead letter.
 * @param lastEvent - The last event on the line of control that writes the letter.
 * @param key - The key that the step did its work under, as the letter tells it.
 */
export function givenUpOf(
  { id, plan }: { readonly id: string; readonly plan: Plan },
  events: readonly HistoryEvent[],
  lastEvent: number,
  key: string | undefined,
): GivenUp | undefined {
  const undone = compensationBefore(plan, events, lastEvent)
  if (undone === undefined) return undefined
  const { state, error, cause, step, entered } = undone
  const attempts = attemptsOf(events)
  const mine = attempts.filter(
    (attempt) => attempt.state === state && attempt.event > entered && isOn(events, attempt.event, lastEvent),
  )
  const last = mine.at(-1)
  const done = doneUnder(plan, attempts, step, key)
  return {
    v: 1,
    plan: id,
    state,
    attempts: mine.length,
    ...(last === undefined ? {} : { request: last.request }),
    ...(last?.timeoutSeconds === undefined ? {} : { timeoutSeconds: last.timeoutSeconds }),
    ...(done === undefined ? {} : { input: done.input }),
    ...(done?.result === undefined ? {} : { result: done.result }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  }
}

interface Undone {
  readonly state: string
  readonly step: string | undefined
  /** The event that entered it. */
  readonly entered: number
  readonly error?: string
  readonly cause?: string
}

/** The compensation that failed on this line of control just before. */
function compensationBefore({ notes }: Plan, events: readonly HistoryEvent[], lastEvent: number): Undone | undefined {
  let failure: HistoryEvent | undefined
  for (let at = eventOf(events, lastEvent); at !== undefined; at = eventOf(events, at.previousEventId)) {
    const note = at.name === undefined ? undefined : notes[at.name]
    if (note?.role === "deadLetter") failure = undefined
    if (failure === undefined && at.error !== undefined) failure = at
    if (at.name === undefined || !at.type.endsWith("StateEntered") || note?.role !== "compensation") continue
    const { error, cause } = failure ?? {}
    return {
      state: at.name,
      step: note.step,
      entered: at.id,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    }
  }
  return undefined
}

/** The attempt of the step that counts: the one that answered, else the last. */
function doneUnder({ notes }: Plan, attempts: readonly Attempt[], step = "", key = ""): Attempt | undefined {
  const ofStep = attempts.filter(({ state }) => notes[state]?.step === step && notes[state].role === "step")
  const keyed = ofStep.filter((attempt) => attempt.key === key)
  // A service is given no key: which of several attempts it was can be told only where they were all alike.
  const alike = new Set(ofStep.map((attempt) => JSON.stringify([attempt.key, attempt.input]))).size <= 1
  const mine = keyed.length > 0 ? keyed : alike ? ofStep : []
  return mine.find(({ result }) => result !== undefined) ?? mine.at(-1)
}

/** Whether an event lies on the line of control that leads to another. */
function isOn(events: readonly HistoryEvent[], id: number, last: number): boolean {
  let at = eventOf(events, last)
  while (at !== undefined && at.id > id) at = eventOf(events, at.previousEventId)
  return at?.id === id
}

function eventOf(events: readonly HistoryEvent[], id: number): HistoryEvent | undefined {
  return events[id - 1]
}
