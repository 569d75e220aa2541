import type { Clock } from "../ports/clock.ts"
import type { Executions } from "../ports/executions.ts"
import type { Logger } from "../runtime/logger.ts"
import { type ArchivedExecution, type Retention, retentionMs } from "./retention.ts"

/** About how often it goes round, in milliseconds. */
const every = 3_600_000
/** Executions that are removed at once, so that no store is held up for long. */
const bite = 100
/** The pause between two bites, in milliseconds. */
const breath = 50
/** Executions that could not be put away after which a round is given up: the next will not do better. */
const mostFailures = 1000

/** What a janitor works with. */
export interface JanitorParts {
  readonly executions: Executions
  readonly clock: Clock
  readonly logger: Logger
  readonly retention: Retention
  /** All that is known of an execution; undefined where it is not there any more. */
  readonly materialise: (id: string) => Promise<ArchivedExecution | undefined>
}

/**
 * Removes executions that ended long ago, each after it was put away. Several janitors of one store do no harm: what is
 * put away twice is the same, and removed once.
 */
export class Janitor {
  readonly #parts: JanitorParts
  readonly #afterMs: number
  #takeBack: (() => void) | undefined
  #closed = false

  /** @throws {EngineError} `LIMIT_INVALID` */
  constructor(parts: JanitorParts) {
    this.#parts = parts
    this.#afterMs = retentionMs(parts.retention)
  }

  /** Goes round now and then: first after a random part of an hour, so that workers that start together do not meet. */
  start(): void {
    this.#later(Math.random() * every)
  }

  /** What is being put away may still come to its end, but nothing is removed any more. */
  close(): void {
    this.#closed = true
    this.#takeBack?.()
  }

  #later(ms: number): void {
    if (this.#closed) return
    const { clock } = this.#parts
    this.#takeBack = clock.timer(clock.now() + ms, () => {
      void this.#round().then(() => this.#later(every * (0.75 + Math.random() / 2)))
    })
  }

  async #round(): Promise<void> {
    const { clock, logger } = this.#parts
    const closedBefore = clock.now() - this.#afterMs
    const failed = new Set<string>()
    try {
      while (!this.#closed && failed.size < mostFailures && (await this.#bite(closedBefore, failed))) {
        await this.#pause()
      }
    } catch (error) {
      if (!this.#closed) logger.warn("executions that ended long ago could not be removed yet", { error })
    }
  }

  /** Answers whether there may be more. What fails is added to `failed`, and passed over. */
  async #bite(closedBefore: number, failed: Set<string>): Promise<boolean> {
    const { executions, retention } = this.#parts
    if (retention.archive === undefined) {
      return (await executions.prune({ closedBefore, limit: bite })).removed === bite
    }
    const prunable = await executions.prunable({ closedBefore, limit: bite + failed.size })
    const found = prunable.filter((id) => !failed.has(id))
    const ids: string[] = []
    for (const id of found) {
      if (this.#closed) return false
      if (await this.#archive(id, retention.archive)) ids.push(id)
      else failed.add(id)
    }
    if (this.#closed || ids.length === 0) return found.length > 0
    const { removed } = await executions.prune({ closedBefore, limit: ids.length, ids })
    // Somebody else's by now: redriven, say.
    if (removed < ids.length) for (const id of ids) failed.add(id)
    return true
  }

  async #archive(id: string, archive: NonNullable<Retention["archive"]>): Promise<boolean> {
    const { logger, materialise } = this.#parts
    try {
      const execution = await materialise(id)
      if (execution !== undefined) await archive(execution)
      return execution !== undefined
    } catch (error) {
      if (!this.#closed) logger.error("an execution could not be archived, and is kept", { execution: id, error })
      return false
    }
  }

  #pause(): Promise<void> {
    const { clock } = this.#parts
    return new Promise((resolve) => {
      const takeBack = clock.timer(clock.now() + breath, resolve)
      this.#takeBack = () => {
        takeBack()
        resolve()
      }
    })
  }
}
