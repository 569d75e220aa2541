import { isJsonObject, type Json } from "../asl/json.ts"
import type { RunTask } from "../core/index.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { NewDeadLetter } from "../ports/dead-letters.ts"
import type { Answers } from "./answers.ts"
import { deadLetterOf } from "./dead-letter.ts"
import { givenUpOf } from "./given-up.ts"
import type { Logger } from "./logger.ts"
import type { Owned } from "./owned.ts"
import { Retelling } from "./retelling.ts"
import type { StoreErrands } from "./store-errands.ts"
import type { Work } from "./work.ts"

/** What a writer of dead letters works with. */
export interface DeadLetterParts {
  readonly backend: Backend
  readonly clock: Clock
  readonly logger: Logger
  readonly errands: StoreErrands
  readonly answers: Answers
}

/** Writes dead letters, with what the journal knows of the compensation that was given up on. */
export class DeadLetterWriter {
  readonly #parts: DeadLetterParts
  readonly #retellings = new WeakMap<Owned, Retelling>()

  constructor(parts: DeadLetterParts) {
    this.#parts = parts
  }

  write(owned: Owned, work: Work, order: RunTask): void {
    const { letter, response } = deadLetterOf(owned.id, order, owned.stamp(this.#parts.clock.now()))
    // Only a plan that says which states compensate tells what was given up on.
    if (owned.plan.plan.notes[order.state]?.role !== "deadLetter") return this.#put(owned, work, letter, response)
    owned.errands++
    void this.#details(owned, work, letter)
      .then((details) => this.#put(owned, work, { ...letter, ...details }, response))
      .finally(() => {
        owned.errands--
        this.#parts.answers.rested(owned)
      })
  }

  #put(owned: Owned, work: Work, letter: NewDeadLetter, response: Json): void {
    const { answers } = this.#parts
    if (owned.dropped || owned.work.get(work.frame) !== work) return
    owned.deadLetter(letter)
    if (work.order?.pattern === "callback") answers.submitted(owned, work, response)
    else answers.succeeded(owned, work, response)
  }

  /** Nothing where the journal does not tell: the letter itself must not be lost over it. */
  async #details(owned: Owned, work: Work, letter: NewDeadLetter): Promise<Pick<NewDeadLetter, "details">> {
    const { backend, errands, answers, logger } = this.#parts
    const { id, run, plan } = owned
    const retelling = this.#retellingOf(owned)
    const lastEvent = run.frames.get(work.frame)?.lastEvent ?? 0
    try {
      await retelling.catchUp((from) =>
        errands.ask({ owned, work, answers, id }, async () => (await backend.executions.journal({ id, from })) ?? []),
      )
      const givenUp = givenUpOf(plan, retelling.log, lastEvent, keyOf(letter.body))
      return givenUp === undefined ? {} : { details: JSON.stringify(givenUp) }
    } catch (error) {
      logger.error("the journal does not tell what a dead letter gave up on", {
        execution: id,
        letter: letter.id,
        error,
      })
      return {}
    }
  }

  /** A saga may give up on thousands of compensations: they are all told by one reading of the journal. */
  #retellingOf(owned: Owned): Retelling {
    const known = this.#retellings.get(owned)
    if (known !== undefined) return known
    const retelling = new Retelling(owned)
    this.#retellings.set(owned, retelling)
    return retelling
  }
}

function keyOf(body: string): string | undefined {
  try {
    const told = JSON.parse(body) as Json // JSON.parse gives JSON
    return isJsonObject(told) && typeof told.key === "string" ? told.key : undefined
  } catch {
    return undefined
  }
}
