import { type HistoryEvent, replay, startRun } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { ExecutionRecord } from "../ports/executions.ts"
import { bellOf, type Listener } from "../runtime/bell.ts"
import { readFact } from "../runtime/fact-text.ts"
import { jsonValue } from "../runtime/json-text.ts"
import { executionHeader, readHeader } from "../runtime/stored-header.ts"
import type { SubscribeOptions } from "./client.ts"
import { notFound } from "./not-found.ts"
import type { Program } from "./program.ts"
import { storedPlanOf } from "./stored-plan-of.ts"

/** Pauses between looks at the store, in milliseconds: longer while nothing happens. */
const [shortest, longest] = [20, 1000]
/** Facts that are read at once. */
const page = 1000

/** An execution's history as it grows, to its end. Replays the journal once, whoever else reads histories. */
export async function* subscription(
  program: Program,
  backend: Backend,
  id: string,
  { after = 0, signal }: SubscribeOptions,
): AsyncGenerator<HistoryEvent, void, undefined> {
  const rest = new Rest(id, signal)
  const bell = bellOf(backend)
  const aborted = (): boolean => signal?.aborted === true
  bell.listen(id, rest)
  try {
    const first = await recordOf(backend, id)
    const { machine } = await storedPlanOf(program, backend, first.plan)
    let run = startRun(machine, executionHeader(first, readHeader(first.header)))
    let facts = 0
    let pause = shortest
    while (!aborted()) {
      // Before the journal: the facts of an end that is seen here are there.
      const record = await recordOf(backend, id)
      if (record.header !== first.header) throw notFound(id) // pruned, and another was started under its name
      const ended = record.status !== "RUNNING" && bell.counts(id, record.stoppedAt)
      const before = facts
      for (let read = page; read === page;) {
        const texts = await backend.executions.journal({ id, from: facts, limit: page })
        if (texts === undefined) throw notFound(id)
        read = texts.length
        facts += read
        const events: HistoryEvent[] = []
        run = replay(machine, run, texts.map(readFact), (event) => events.push(event))
        for (const event of events) {
          if (aborted()) return
          if (event.id > after) yield jsonValue(event) as unknown as HistoryEvent // events are JSON
        }
      }
      if (ended) return
      pause = facts > before ? shortest : Math.min(longest, pause * 1.5)
      await rest.wait(pause)
    }
  } finally {
    bell.unlisten(id, rest)
    rest.end()
  }
}

async function recordOf(backend: Backend, id: string): Promise<ExecutionRecord> {
  const record = await backend.executions.get({ id })
  if (record === undefined) throw notFound(id)
  return record
}

/** Where a subscription waits, until something may have happened. */
class Rest implements Listener {
  readonly #id: string
  readonly #signal: AbortSignal | undefined
  #closed = false
  #wake: () => void = () => undefined
  readonly #ring = (): void => this.#wake()

  constructor(id: string, signal: AbortSignal | undefined) {
    this.#id = id
    this.#signal = signal
    signal?.addEventListener("abort", this.#ring)
  }

  ended(): void {
    this.#wake()
  }

  look(): void {
    this.#wake()
  }

  closed(): void {
    this.#closed = true
    this.#wake()
  }

  /** @throws {EngineError} `ENGINE_CLOSED` */
  async wait(ms: number): Promise<void> {
    if (this.#signal?.aborted !== true && !this.#closed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = () => undefined
    }
    if (!this.#closed) return
    throw new EngineError({
      code: "ENGINE_CLOSED",
      message: `Nobody here will hear how the execution '${this.#id}' goes on.`,
      hint: "Subscribe again with a client of a new engine, after the last event that came.",
    })
  }

  end(): void {
    this.#signal?.removeEventListener("abort", this.#ring)
  }
}
