import { setTimeout as pause } from "node:timers/promises"

import { AdapterError, type Client, EngineError } from "@stepwright/engine"

import type { Random } from "./random.ts"
import type { Record } from "./record.ts"
import { type Kind, kinds } from "./workflows.ts"

/** Starts executions of every kind, and says to them what they wait for. What is not acknowledged is said again. */
export interface Caller {
  /** A handler has handed its token on. */
  token(effect: string, token: string): void
  /** Somebody was told that the store has gone back: what was said of late is said again, whether or not that is gone. */
  wentBack(): void
  /** Nothing new is started any more. */
  rest(): void
  /** Waits until all that was said is acknowledged, or `giveUp` was called. */
  done(): Promise<void>
  giveUp(): void
}

export interface CallerSettings {
  readonly client: Client
  readonly record: Record
  readonly random: Random
  /** Starts per second. */
  readonly rate: number
}

/** Begins at once. */
export function startCaller({ client, record, random, rate }: CallerSettings): Caller {
  const pending = new Set<Promise<unknown>>()
  /** Whose token was answered, and when. */
  const answered = new Map<string, number>()
  const known = new Set<string>()
  const said = new Set<Word>()
  let wentBackAt = 0
  const patience = new AbortController()
  let count = 0

  const insist = async <T>(what: string, subject: string, job: () => Promise<T>): Promise<T | undefined> => {
    while (!patience.signal.aborted) {
      try {
        return await job()
      } catch (error) {
        if (!AdapterError.is(error) || !error.retryable) {
          record.put("problems", { at: Date.now(), what, subject, detail: String(error) })
          return undefined
        }
      }
      await pause(100)
    }
    return undefined
  }
  const follow = (job: Promise<unknown>): void => {
    pending.add(job)
    void job.finally(() => pending.delete(job))
  }

  const say = async (word: Word): Promise<string | undefined> => {
    const { name, what, value, job } = word
    record.put("words", { name, what, value, at: Date.now(), outcome: "unanswered" })
    const outcome = await insist(what, name, () => job().then(() => "acked", codeOf))
    if (outcome !== undefined) record.put("words", { name, what, value, at: Date.now(), outcome })
    said.add(word)
    setTimeout(() => said.delete(word), rememberedMs).unref()
    return outcome
  }
  const answer = async (name: string, token: string): Promise<void> => {
    const again = known.has(name)
    known.add(name)
    answered.set(name, Date.now())
    const word = (value: string): Word => {
      return { name, what: again ? repeated("answer") : "answer", value, job: () => client.succeed(token, value) }
    }
    const outcome = await say(word("first"))
    if (outcome === "TOKEN_UNKNOWN") answered.delete(name)
    if (!again) await say(word("second"))
  }

  const begin = async (name: string, kind: string, { workflow, needs }: Kind, luck: Random): Promise<void> => {
    const start = (): ReturnType<Client["start"]> => client.start(workflow, { of: name }, { name })
    record.put("starts", { name, kind, asked: Date.now() })
    const started = await insist("start", name, start)
    if (started === undefined) return
    const { id } = started
    record.put("starts", { name, acked: Date.now(), execution: id })
    const word = needs === "answer" ? undefined : needs
    const sayIt = (what: string): Promise<unknown> =>
      say({ name, what, value: "", job: () => (word === "stop" ? client.stop(id) : client.cancel(id)) })
    if (word !== undefined) {
      await pause(luck.between(0, 3000))
      await sayIt(word)
    }
    if (luck.next() > 0.1) return
    await pause(luck.between(0, 5000))
    const found = await insist("start again", name, start)
    if (found === undefined) return
    record.put("repeats", { name, at: Date.now(), existed: found.existed ? 1 : 0 })
    // What was said was said to the one that is gone.
    if (!found.existed && word !== undefined) await sayIt(repeated(word))
  }

  const timer = setInterval(() => {
    const kind = random.of(Object.keys(kinds))
    const name = `${kind}-${++count}`
    follow(begin(name, kind, kinds[kind] as Kind, random.apart())) // one of its keys
  }, 1000 / rate)
  return {
    token(effect, token) {
      const name = effect.slice(0, effect.lastIndexOf("/"))
      // It is handed out anew where what came of it is gone.
      if ((answered.get(name) ?? -1) > wentBackAt) return
      follow(answer(name, token))
    },
    wentBack() {
      wentBackAt = Date.now()
      const words = [...said]
      said.clear()
      for (const word of words) follow(say({ ...word, what: repeated(word.what) }))
    },
    rest: () => clearInterval(timer),
    async done() {
      while (pending.size > 0) await Promise.all(pending)
    },
    giveUp: () => patience.abort(),
  }
}

/** Milliseconds for which what was said is kept, to be said again. */
const rememberedMs = 60_000

/** An answer, a stop or a cancellation. */
interface Word {
  readonly name: string
  readonly what: string
  readonly value: string
  readonly job: () => Promise<unknown>
}

/** A word that is said again stands apart in the record: it says nothing about what was acknowledged before. */
function repeated(what: string): string {
  return what.endsWith(" again") ? what : `${what} again`
}

const answers = ["TOKEN_CLOSED", "TOKEN_UNKNOWN", "EXECUTION_NOT_FOUND"]

/** That nobody is there to be told is an answer, too. */
function codeOf(error: unknown): string {
  if (EngineError.is(error) && answers.includes(error.code)) return error.code
  throw error
}
