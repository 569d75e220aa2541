import type { Json } from "../asl/json.ts"
import type { Attempt, AttemptLog, Scheduled } from "../plan/attempts.ts"
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
 * What an execution's history tells about a dead letter. Reads the line of control back to the compensation, and of all
 * else what bears the step's key.
 * @param lastEvent - The last event on the line of control that writes the letter.
 * @param key - The key that the step did its work under, as the letter tells it.
 */
export function givenUpOf(
  { id, plan }: { readonly id: string; readonly plan: Plan },
  log: AttemptLog,
  lastEvent: number,
  key: string | undefined,
): GivenUp | undefined {
  const undone = compensationBefore(plan, log, lastEvent)
  if (undone === undefined) return undefined
  const { state, error, cause, step, attempts, last } = undone
  const { request, timeoutSeconds } = last === undefined ? {} : log.attempt(last)
  const done = doneUnder(plan, log, step, key)
  return {
    v: 1,
    plan: id,
    state,
    attempts,
    ...(request === undefined ? {} : { request }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(done === undefined ? {} : { input: done.input }),
    ...(done?.result === undefined ? {} : { result: done.result }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  }
}

interface Undone {
  readonly state: string
  readonly step: string | undefined
  /** How often it was tried, and the last time that it was. */
  readonly attempts: number
  readonly last: Scheduled | undefined
  readonly error?: string
  readonly cause?: string
}

/** The compensation that failed on this line of control just before. */
function compensationBefore({ notes }: Plan, log: AttemptLog, lastEvent: number): Undone | undefined {
  let failure: { readonly error?: string; readonly cause?: string } | undefined
  let tried: readonly Scheduled[] = []
  for (let at = log.event(lastEvent); at !== undefined; at = log.event(at.previousEventId)) {
    const note = at.name === undefined ? undefined : notes[at.name]
    if (note?.role === "deadLetter") failure = undefined
    if (failure === undefined && at.error !== undefined) failure = at
    const scheduled = log.scheduledBy(at.id)
    if (scheduled !== undefined) tried = [...tried, scheduled]
    if (at.name === undefined || !at.type.endsWith("StateEntered") || note?.role !== "compensation") continue
    const { error, cause } = failure ?? {}
    const mine = tried.filter(({ state }) => state === at?.name)
    return {
      state: at.name,
      step: note.step,
      attempts: mine.length,
      last: mine[0],
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    }
  }
  return undefined
}

/** The attempt of the step that counts: the one that answered, else the last. */
function doneUnder({ notes }: Plan, log: AttemptLog, step = "", key = ""): Attempt | undefined {
  const isOfStep = (state: string): boolean => notes[state]?.step === step && notes[state].role === "step"
  const keyed = log.underKey(key).filter(({ state }) => isOfStep(state))
  const mine = (keyed.length > 0 ? keyed : alike(log, Object.keys(notes).filter(isOfStep))).map((each) =>
    log.attempt(each),
  )
  return mine.find(({ result }) => result !== undefined) ?? mine.at(-1)
}

/** A service is given no key: which of several attempts it was can be told only where they were all alike. */
function alike(log: AttemptLog, states: readonly string[]): readonly Scheduled[] {
  const all = states.flatMap((state) => log.inState(state)).toSorted((a, b) => a.event.id - b.event.id)
  const asked = all.map((each) => log.attempt(each))
  const kinds = new Set(asked.map(({ key, input }) => JSON.stringify([key, input])))
  return kinds.size <= 1 ? all : []
}
