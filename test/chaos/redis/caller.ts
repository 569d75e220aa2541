import { setTimeout as pause } from "node:timers/promises"

import { AdapterError, type Client, EngineError } from "@stepwright/engine"

import type { Random } from "./random.ts"
import type { Record } from "./record.ts"
import { type Kind, kinds } from "./workflows.ts"

/** Starts executions of every kind, and says to them what they wait for. What is not acknowledged is said again. */
export interface Caller {
  /** A handler has handed its token on. */
  token(effect: string, token: string): void
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
  const pending = new Set<Promise<void>>()
  const answered = new Set<string>()
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
  const follow = (job: Promise<void>): void => {
    pending.add(job)
    void job.finally(() => pending.delete(job))
  }

  const say = async (name: string, what: string, value: string, job: () => Promise<unknown>): Promise<void> => {
    record.put("words", { name, what, value, at: Date.now(), outcome: "unanswered" })
    const outcome = await insist(what, name, () => job().then(() => "acked", codeOf))
    if (outcome !== undefined) record.put("words", { name, what, value, at: Date.now(), outcome })
  }

  const begin = async (name: string, kind: string, { workflow, needs }: Kind, luck: Random): Promise<void> => {
    const start = (): ReturnType<Client["start"]> => client.start(workflow, { of: name }, { name })
    record.put("starts", { name, kind, asked: Date.now() })
    const started = await insist("start", name, start)
    if (started === undefined) return
    const { id } = started
    record.put("starts", { name, acked: Date.now(), execution: id })
    if (needs === "stop" || needs === "cancel") {
      await pause(luck.between(0, 3000))
      await say(name, needs, "", () => (needs === "stop" ? client.stop(id) : client.cancel(id)))
    }
    if (luck.next() > 0.1) return
    await pause(luck.between(0, 5000))
    const found = await insist("start again", name, start)
    if (found !== undefined) record.put("repeats", { name, at: Date.now(), existed: found.existed ? 1 : 0 })
  }

  const timer = setInterval(() => {
    const kind = random.of(Object.keys(kinds))
    const name = `${kind}-${++count}`
    follow(begin(name, kind, kinds[kind] as Kind, random.apart())) // one of its keys
  }, 1000 / rate)
  return {
    token(effect, token) {
      const name = effect.slice(0, effect.lastIndexOf("/"))
      if (answered.has(name)) return
      answered.add(name)
      follow(
        say(name, "answer", "first", () => client.succeed(token, "first")).then(() =>
          say(name, "answer", "second", () => client.succeed(token, "second")),
        ),
      )
    },
    rest: () => clearInterval(timer),
    async done() {
      while (pending.size > 0) await Promise.all(pending)
    },
    giveUp: () => patience.abort(),
  }
}

const answers = ["TOKEN_CLOSED", "TOKEN_UNKNOWN", "EXECUTION_NOT_FOUND"]

/** That nobody is there to be told is an answer, too. */
function codeOf(error: unknown): string {
  if (EngineError.is(error) && answers.includes(error.code)) return error.code
  throw error
}
