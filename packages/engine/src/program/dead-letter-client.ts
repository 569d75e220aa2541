import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import { EngineError } from "../errors.ts"
import type { Clock } from "../ports/clock.ts"
import type { DeadLetter, DeadLetterChange, DeadLetters } from "../ports/dead-letters.ts"
import type { GivenUp } from "../runtime/given-up.ts"
import type { TaskFailure } from "../runtime/handler-failure.ts"
import { bulkLetters } from "./bulk.ts"
import { checkLimit } from "./check-limit.ts"
import type { DeadLetterClient, DeadLetterDescription } from "./client.ts"
import type { Recall } from "./recall.ts"

/** Looks at dead letters, and settles them. */
export function deadLetterClient(letters: DeadLetters, clock: Clock, recall: Recall): DeadLetterClient {
  const find = async (id: string): Promise<DeadLetter> => {
    const letter = await letters.get({ id })
    if (letter !== undefined) return letter
    throw new EngineError({ code: "DEAD_LETTER_NOT_FOUND", message: `There is no dead letter '${id}'.` })
  }
  const open = async (id: string): Promise<DeadLetter> => {
    const letter = await find(id)
    if (letter.status === "OPEN") return letter
    throw settled(letter)
  }
  const change = async (id: string, change: DeadLetterChange): Promise<DeadLetterDescription> => {
    const { changed } = await letters.change({ id, change })
    const letter = await find(id)
    if (!changed) throw settled(letter)
    return describedLetter(letter)
  }
  const client: DeadLetterClient = {
    async list({ status = "OPEN", execution, limit = 100, cursor } = {}) {
      const page = await letters.list({
        limit: checkLimit(limit),
        ...(status === "ALL" ? {} : { status }),
        ...(execution === undefined ? {} : { execution }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      return { ...page, letters: page.letters.map(describedLetter) }
    },
    get: async (id) => describedLetter(await find(id)),
    async retry(id) {
      const letter = await open(id)
      const failure = await recall.call(letter, detailsOf(letter))
      const at = clock.now()
      if (failure === undefined) return await change(id, { status: "RETRIED", at })
      return await change(id, { status: "OPEN", at, note: JSON.stringify(failure) })
    },
    async drop(id, { reason }) {
      await open(id)
      return await change(id, { status: "DROPPED", at: clock.now(), note: reason })
    },
    retryAll: (filter, options) => bulkLetters(() => client).retryAll(filter, options),
  }
  return client
}

/** A letter as people are shown it. */
export function describedLetter(letter: DeadLetter): DeadLetterDescription {
  const { id, execution, at, status, retries, changedAt, note, body } = letter
  const told = toldBy(body)
  const { input, result, request, attempts, error, cause } = detailsOf(letter) ?? {}
  const sent = isJsonObject(told.error) ? failureOf(told.error) : {}
  const failed = { ...sent, ...defined({ error, cause }) }
  const last = status !== "DROPPED" && note !== undefined ? (JSON.parse(note) as TaskFailure) : failed // written by `retry`
  return {
    id,
    execution,
    at,
    status,
    ...texts(told),
    ...defined({ input, result, request, attempts }),
    ...last,
    retries,
    ...defined({ changedAt, reason: status === "DROPPED" ? note : undefined }),
    body,
  }
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T> // the same fields
}

function detailsOf({ details }: DeadLetter): GivenUp | undefined {
  return details === undefined ? undefined : (JSON.parse(details) as GivenUp) // written with the letter
}

function texts({ step, key, compensation }: JsonObject): Defined<Record<"step" | "key" | "compensation", string>> {
  return Object.fromEntries(
    Object.entries({ step, key, compensation }).filter(([, value]) => typeof value === "string"),
  ) as Record<string, string> // only texts are left
}

function failureOf({ Error: error, Cause: cause }: JsonObject): TaskFailure {
  return {
    ...(typeof error === "string" ? { error } : {}),
    ...(typeof cause === "string" ? { cause } : {}),
  }
}

/** What the message says; nothing where it is no letter of a saga. */
function toldBy(body: string): JsonObject {
  try {
    const told = JSON.parse(body) as Json // JSON.parse gives JSON
    return isJsonObject(told) && told.v === 1 ? told : {}
  } catch {
    return {}
  }
}

function settled({ id, status }: DeadLetter): EngineError {
  return new EngineError({ code: "DEAD_LETTER_SETTLED", message: `The dead letter '${id}' is ${status}.` })
}
