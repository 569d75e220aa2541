import { isJsonObject, type Json } from "../asl/json.ts"

/** What is read of an event of a history: ours, or one of AWS's brought into our form. */
export interface AttemptEvent {
  readonly id: number
  readonly previousEventId: number
  readonly type: string
  readonly name?: string
  readonly parameters?: Json
  readonly input?: Json
  readonly output?: Json
  readonly resource?: string
  readonly resourceType?: string
  readonly timeoutInSeconds?: number
  readonly error?: string
  readonly cause?: string
}

/** One attempt of a Task state, as a history tells of it. */
export interface Attempt {
  /** The state's name. */
  readonly state: string
  /** The event that scheduled it. */
  readonly event: number
  /** The effective input: what was asked of the resource. */
  readonly request: Json
  /** The idempotency key that it carried; absent where the resource is given none. */
  readonly key?: string
  /** What the step was given, out of its envelope. */
  readonly input: Json
  /** What it answered, out of its envelope; absent where it did not, or nobody knows. */
  readonly result?: Json
  /** How it failed; neither this nor `result` where its outcome is not known. */
  readonly failure?: { readonly error?: string; readonly cause?: string }
  readonly timeoutSeconds?: number
}

const scheduledTypes: ReadonlySet<string> = new Set(["TaskScheduled", "LambdaFunctionScheduled", "ActivityScheduled"])

/** An attempt that was scheduled, whatever became of it. */
export interface Scheduled {
  readonly state: string
  readonly event: AttemptEvent
  /** As {@link Attempt.key}. */
  readonly key: string | undefined
}

/** Every attempt of a Task state that a history tells of, in the order in which they were scheduled. */
export function attemptsOf(events: readonly AttemptEvent[]): readonly Attempt[] {
  const log = new AttemptLog()
  for (const event of events) log.add(event)
  return [...log.scheduled()].map((each) => log.attempt(each))
}

/** The attempts of Task states in a history that grows: each event is looked at once. */
export class AttemptLog {
  readonly #events = new Map<number, AttemptEvent>()
  readonly #follows = new Map<number, AttemptEvent>()
  /** The state that the line of control stands in after each event. */
  readonly #states = new Map<number, string | undefined>()
  readonly #scheduled = new Map<number, Scheduled>()
  readonly #byState = new Map<string, Scheduled[]>()
  readonly #byKey = new Map<string, Scheduled[]>()

  add(event: AttemptEvent): void {
    const { id, previousEventId, type, name } = event
    const state = type.endsWith("StateEntered") ? name : this.#states.get(previousEventId)
    this.#events.set(id, event)
    this.#states.set(id, state)
    if (!this.#follows.has(previousEventId)) this.#follows.set(previousEventId, event)
    if (state === undefined || !scheduledTypes.has(type)) return
    const { key } = envelopeOf(requestOf(event))
    const scheduled: Scheduled = { state, event, key }
    this.#scheduled.set(id, scheduled)
    listed(this.#byState, state, scheduled)
    if (key !== undefined) listed(this.#byKey, key, scheduled)
  }

  event(id: number): AttemptEvent | undefined {
    return this.#events.get(id)
  }

  scheduled(): Iterable<Scheduled> {
    return this.#scheduled.values()
  }

  /** The attempt that this event scheduled, if it did. */
  scheduledBy(event: number): Scheduled | undefined {
    return this.#scheduled.get(event)
  }

  inState(state: string): readonly Scheduled[] {
    return this.#byState.get(state) ?? none
  }

  underKey(key: string): readonly Scheduled[] {
    return this.#byKey.get(key) ?? none
  }

  /** What has become of an attempt by now. */
  attempt({ event, state }: Scheduled): Attempt {
    return attemptOf(event, state, this.#follows)
  }
}

const none: readonly never[] = []

function listed<K>(lists: Map<K, Scheduled[]>, key: K, scheduled: Scheduled): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [scheduled])
  else list.push(scheduled)
}

function requestOf({ parameters, input }: AttemptEvent): Json {
  return parameters ?? input ?? null
}

function attemptOf(scheduled: AttemptEvent, state: string, follows: ReadonlyMap<number, AttemptEvent>): Attempt {
  const request = requestOf(scheduled)
  const answer = answerTo(scheduled, follows)
  const { timeoutInSeconds } = scheduled
  return {
    state,
    event: scheduled.id,
    request,
    ...envelopeOf(request),
    ...(answer === undefined ? {} : outcomeOf(answer)),
    ...(timeoutInSeconds === undefined ? {} : { timeoutSeconds: timeoutInSeconds }),
  }
}

/** The event that ended an attempt; undefined while it is under way, and where it was stopped. */
function answerTo(scheduled: AttemptEvent, follows: ReadonlyMap<number, AttemptEvent>): AttemptEvent | undefined {
  let at = follows.get(scheduled.id)
  while (at !== undefined && /(Started|Submitted)$/.test(at.type)) at = follows.get(at.id)
  return at !== undefined && /(Succeeded|Failed|TimedOut)$/.test(at.type) ? at : undefined
}

function outcomeOf({ type, output, error, cause }: AttemptEvent): Pick<Attempt, "result" | "failure"> {
  if (type.endsWith("Succeeded")) return { result: resultOf(output ?? null) }
  const named = error ?? (type.endsWith("TimedOut") ? "States.Timeout" : undefined)
  return {
    failure: { ...(named === undefined ? {} : { error: named }), ...(cause === undefined ? {} : { cause }) },
  }
}

/** Key and input of a task's envelope, or of the one that a child workflow is given. */
function envelopeOf(request: Json): { readonly key?: string; readonly input: Json } {
  const payload = isJsonObject(request) ? request.Payload : undefined
  if (isJsonObject(payload) && payload.v === 1 && typeof payload.key === "string") {
    return { key: payload.key, input: payload.input ?? null }
  }
  const child = isJsonObject(request) ? request.Input : undefined
  const envelope = isJsonObject(child) ? child.$stepwright : undefined
  if (isJsonObject(child) && isJsonObject(envelope) && typeof envelope.key === "string") {
    return { key: envelope.key, input: child.input ?? null }
  }
  return { input: request }
}

/** A task's output out of its answer, or a child workflow's. */
function resultOf(output: Json): Json {
  if (!isJsonObject(output)) return output
  const { Payload: payload } = output
  if (isJsonObject(payload) && payload.v === 1 && "output" in payload) return payload.output ?? null
  if (output.v === 1 && "output" in output && Object.keys(output).length === 2) return output.output ?? null
  return "ExecutionArn" in output && "Output" in output ? (output.Output ?? null) : output
}
