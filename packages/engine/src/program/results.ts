import type { Json } from "../asl/json.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import { type Bell, bellOf, type Ending } from "../runtime/bell.ts"
import type { ExecutionDescription, ExecutionId } from "./client.ts"
import { notFound } from "./not-found.ts"

/** How often an execution that another process may end is looked at, in milliseconds. */
const pollEvery = 250

/** Looks at executions, and waits for their ends. */
export class Results {
  readonly #backend: Backend
  readonly #clock: Clock
  readonly #bell: Bell
  /** When executions that are being redriven had stopped: that end does not count any more. */
  readonly #redriving = new Map<string, number | undefined>()

  constructor(backend: Backend, clock: Clock) {
    this.#backend = backend
    this.#clock = clock
    this.#bell = bellOf(backend)
  }

  async describe<O>(id: ExecutionId<O>): Promise<ExecutionDescription<O>> {
    return described(await this.#record(id))
  }

  async result<O>(id: ExecutionId<O>, timeoutMs: number | undefined): Promise<ExecutionDescription<O>> {
    // Listen first, then look: an end between the two is heard.
    let rang: (ending: Ending) => void = () => undefined
    const bell = new Promise<Ending>((resolve) => (rang = resolve))
    const unlisten = this.#bell.listen(id, (ending) => ending !== undefined && rang(ending))
    let untime = (): void => undefined
    try {
      const record = await this.#record(id)
      if (this.#hasEnded(record)) return described(record)
      const timeout = new Promise<"timeout">((resolve) => {
        if (timeoutMs !== undefined) untime = this.#clock.timer(this.#clock.now() + timeoutMs, () => resolve("timeout"))
      })
      for (;;) {
        const heard = await Promise.race([bell, timeout, this.#poll()])
        if (heard === "timeout") throw tooLate(id, timeoutMs)
        if (heard !== "poll") return described({ ...withoutEnd(record), ...heard })
        const again = await this.#record(id)
        if (this.#hasEnded(again)) return described(again)
      }
    } finally {
      untime()
      unlisten()
    }
  }

  /** An execution is about to be redriven: its present end is not to be taken for the next one. */
  async redriving(id: string): Promise<{ takeBack(): void }> {
    const { stoppedAt } = await this.#record(id)
    this.#redriving.set(id, stoppedAt)
    const unlisten = this.#bell.listen(id, () => {
      this.#redriving.delete(id)
      unlisten()
    })
    return {
      takeBack: () => {
        this.#redriving.delete(id)
        unlisten()
      },
    }
  }

  #hasEnded({ id, status, stoppedAt }: ExecutionRecord): boolean {
    if (status === "RUNNING") return false
    return !this.#redriving.has(id) || this.#redriving.get(id) !== stoppedAt
  }

  /** On a store that only this process uses, the bell tells everything. */
  #poll(): Promise<"poll"> {
    return new Promise((resolve) => {
      if (this.#backend.capabilities.shared) this.#clock.timer(this.#clock.now() + pollEvery, () => resolve("poll"))
    })
  }

  async #record(id: string): Promise<ExecutionRecord> {
    const record = await this.#backend.executions.get({ id })
    if (record === undefined) throw notFound(id)
    return record
  }
}

function withoutEnd({ output: _output, error: _error, cause: _cause, ...record }: ExecutionRecord): ExecutionRecord {
  return record
}

type Described = Omit<ExecutionRecord, "output" | "error" | "cause" | "stoppedAt"> & Partial<Ending>

function described<O>(record: Described): ExecutionDescription<O> {
  const { id, name, machine, plan, status, input, output, error, cause, startedAt, stoppedAt } = record
  return {
    id,
    name,
    workflow: machine,
    plan,
    status,
    input: JSON.parse(input) as Json, // stored as JSON text
    ...(output === undefined ? {} : { output: JSON.parse(output) as O }), // likewise; its type is the id's
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
  }
}

function tooLate(id: string, timeoutMs: number | undefined): EngineError {
  return new EngineError({
    code: "RESULT_TIMEOUT",
    message: `The execution '${id}' did not end within ${timeoutMs} ms. It runs on.`,
  })
}
