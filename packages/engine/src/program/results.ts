import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import type { Text } from "../ports/text.ts"
import { type Bell, bellOf, type Ending } from "../runtime/bell.ts"
import { workflowOf } from "../runtime/execution-name.ts"
import type { FoundStart } from "../runtime/starter.ts"
import { ownJsonOf } from "../runtime/unwritten.ts"
import type { ExecutionDescription, ExecutionId } from "./client.ts"
import { EndListener, type EndReader } from "./end-listener.ts"
import { notFound } from "./not-found.ts"
import { Patrol } from "./patrol.ts"

/** How often an execution that another process may end is looked at, in milliseconds; and where its end is told of. */
const pollEvery = 250
const pollToldEvery = 5000

/** What is shown of what is stored. */
export interface Shown extends Omit<ExecutionRecord, "header" | "input"> {
  readonly input: Text
}

/** An execution that begins once somebody listens for its end. */
export interface Launch {
  begin(): Promise<FoundStart>
  /** What is stored of it. */
  record(result: FoundStart): Shown
}

/** Looks at executions, and waits for their ends. */
export class Results implements EndReader {
  readonly #backend: Backend
  readonly #clock: Clock
  readonly #bell: Bell
  /** Only on a store that others use too: an end may be one that they brought about. */
  readonly #patrol: Patrol | undefined

  constructor(backend: Backend, clock: Clock) {
    const { capabilities, executions } = backend
    this.#backend = backend
    this.#clock = clock
    this.#bell = bellOf(backend)
    if (capabilities.shared)
      this.#patrol = new Patrol(clock, executions.watchEnd === undefined ? pollEvery : pollToldEvery)
  }

  async describe<O>(id: ExecutionId<O>): Promise<ExecutionDescription<O>> {
    return described(await this.#record(id))
  }

  /**
   * Waits for an execution's end.
   * @param launch - Has it begin before anything is waited for; by default it has begun.
   */
  async result<O>(
    id: ExecutionId<O>,
    timeoutMs: number | undefined,
    launch?: Launch,
  ): Promise<ExecutionDescription<O>> {
    const listener = new EndListener(id, this)
    // Listen first, then look: an end between the two is heard.
    this.#bell.listen(id, listener)
    const watch = this.#backend.executions.watchEnd?.(listener)
    let untime: (() => void) | undefined
    try {
      const record = launch === undefined ? await this.#record(id) : launch.record(await launch.begin())
      listener.begun()
      // What was read may be from before what was heard.
      if (!listener.heard && this.#hasEnded(record)) return described(record)
      if (timeoutMs !== undefined) untime = this.#time(id, timeoutMs, listener)
      this.#patrol?.add(listener)
      return described(record, await listener.ending())
    } finally {
      untime?.()
      watch?.stop()
      this.#patrol?.delete(listener)
      this.#bell.unlisten(id, listener)
    }
  }

  /** An execution is about to be redriven: its present end is not to be taken for the next one. Answers how to take that back. */
  redriving({ id, stoppedAt }: ExecutionRecord): () => void {
    return this.#bell.redriving(id, stoppedAt)
  }

  /** Tells a listener where the execution has ended. */
  look(id: string, listener: EndListener): void {
    this.#record(id).then(
      (record) => {
        if (this.#hasEnded(record)) listener.ended(record)
      },
      (error: unknown) => listener.fail(error),
    )
  }

  closed(id: string): EngineError {
    return new EngineError({
      code: "ENGINE_CLOSED",
      message: `Nobody here will hear how the execution '${id}' ends.`,
      hint: "It goes on with the next worker: create a new engine, and ask again.",
    })
  }

  #time(id: string, timeoutMs: number, listener: EndListener): () => void {
    return this.#clock.timer(this.#clock.now() + timeoutMs, () => listener.fail(tooLate(id, timeoutMs)))
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

function tooLate(id: string, timeoutMs: number): EngineError {
  return new EngineError({
    code: "RESULT_TIMEOUT",
    message: `The execution '${id}' did not end within ${timeoutMs} ms. It runs on.`,
  })
}
