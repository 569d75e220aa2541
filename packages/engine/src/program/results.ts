import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import type { Text } from "../ports/text.ts"
import { type Bell, bellOf, type Ending } from "../runtime/bell.ts"
import { workflowOf } from "../runtime/execution-name.ts"
import { ownJsonOf } from "../runtime/unwritten.ts"
import type { ExecutionDescription, ExecutionId } from "./client.ts"
import { EndListener } from "./end-listener.ts"
import { notFound } from "./not-found.ts"

/** How often an execution that another process may end is looked at, in milliseconds; and where its end is told of. */
const pollEvery = 250
const pollToldEvery = 5000

/** What is shown of what is stored. */
export interface Shown extends Omit<ExecutionRecord, "header" | "input"> {
  readonly input: Text
}

/** Looks at executions, and waits for their ends. */
export class Results {
  readonly #backend: Backend
  readonly #clock: Clock
  readonly #bell: Bell

  constructor(backend: Backend, clock: Clock) {
    this.#backend = backend
    this.#clock = clock
    this.#bell = bellOf(backend)
  }

  async describe<O>(id: ExecutionId<O>): Promise<ExecutionDescription<O>> {
    return described(await this.#record(id))
  }

  /**
   * Waits for an execution's end.
   * @param begin - Begins it, and answers what is stored of it, before anything is waited for; by default, that is read.
   */
  async result<O>(
    id: ExecutionId<O>,
    timeoutMs: number | undefined,
    begin: () => Promise<{ readonly record: Shown }> = async () => ({ record: await this.#record(id) }),
  ): Promise<ExecutionDescription<O>> {
    const listener = new EndListener(
      (it) => this.#look(id, it),
      () => closed(id),
    )
    // Listen first, then look: an end between the two is heard.
    this.#bell.listen(id, listener)
    let begun = false
    let hinted = false
    const unlisten = this.#backend.executions.watchEnd?.({
      id,
      ended: () => {
        if (begun) listener.look()
        else hinted = true
      },
    })
    let unwatch: (() => void) | undefined
    try {
      const { record } = await begin()
      begun = true
      if (hinted) listener.look()
      // What was read may be from before what was heard.
      if (!listener.heard && this.#hasEnded(record)) return described(record)
      unwatch = this.#watch(id, timeoutMs, listener)
      return described(record, await listener.ending())
    } finally {
      unwatch?.()
      unlisten?.()
      this.#bell.unlisten(id, listener)
    }
  }

  /** An execution is about to be redriven: its present end is not to be taken for the next one. Answers how to take that back. */
  redriving({ id, stoppedAt }: ExecutionRecord): () => void {
    return this.#bell.redriving(id, stoppedAt)
  }

  /** What the bell does not tell: that time is up, and, on a store that others use too, an end that they brought about. */
  #watch(id: string, timeoutMs: number | undefined, listener: EndListener): (() => void) | undefined {
    const clock = this.#clock
    const { shared } = this.#backend.capabilities
    if (timeoutMs === undefined && !shared) return undefined
    const late = (): void => listener.fail(tooLate(id, timeoutMs ?? 0))
    const stop = timeoutMs === undefined ? undefined : clock.timer(clock.now() + timeoutMs, late)
    const every = this.#backend.executions.watchEnd === undefined ? pollEvery : pollToldEvery
    let unpoll: (() => void) | undefined
    const pollLater = (): void => {
      unpoll = clock.timer(clock.now() + every, () => {
        listener.look()
        pollLater()
      })
    }
    if (shared) pollLater()
    return () => {
      stop?.()
      unpoll?.()
    }
  }

  /** Tells a listener where the execution has ended. */
  #look(id: string, listener: EndListener): void {
    this.#record(id).then(
      (record) => {
        if (this.#hasEnded(record)) listener.ended(record)
      },
      (error: unknown) => listener.fail(error),
    )
  }

  #hasEnded({ id, status, stoppedAt }: Shown): boolean {
    return status !== "RUNNING" && this.#bell.counts(id, stoppedAt)
  }

  async #record(id: string): Promise<ExecutionRecord> {
    const record = await this.#backend.executions.get({ id })
    if (record === undefined) throw notFound(id)
    return record
  }
}

/** @param ending - How it ended, where that was heard after the record was read. */
function described<O>(record: Shown, ending: Partial<Ending> = record): ExecutionDescription<O> {
  const { id, name, machine, plan, input, startedAt, mapRun } = record
  const { status = record.status, output, error, cause, stoppedAt } = ending
  const description: { -readonly [Key in keyof ExecutionDescription<O>]: ExecutionDescription<O>[Key] } = {
    id,
    name,
    workflow: workflowOf(machine),
    plan,
    status,
    input: ownJsonOf(input),
    startedAt,
  }
  if (mapRun !== undefined) description.mapRun = mapRun
  if (output !== undefined) description.output = ownJsonOf(output) as O // its type is the id's
  if (error !== undefined) description.error = error
  if (cause !== undefined) description.cause = cause
  if (stoppedAt !== undefined) description.stoppedAt = stoppedAt
  return description
}

function closed(id: string): EngineError {
  return new EngineError({
    code: "ENGINE_CLOSED",
    message: `Nobody here will hear how the execution '${id}' ends.`,
    hint: "It goes on with the next worker: create a new engine, and ask again.",
  })
}

function tooLate(id: string, timeoutMs: number): EngineError {
  return new EngineError({
    code: "RESULT_TIMEOUT",
    message: `The execution '${id}' did not end within ${timeoutMs} ms. It runs on.`,
  })
}
