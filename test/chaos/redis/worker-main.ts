// A worker that says what it does in a file of its own: whoever stops it in the midst of that holds up nobody else.
import { openSync, writeSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

import { bullmq } from "@stepwright/adapters/bullmq"
import { redis } from "@stepwright/adapters/redis"
import { handle, TaskError } from "@stepwright/dsl"
import { AdapterError, type Backend, type Clock, type Logger, silentLogger, startEngine } from "@stepwright/engine"

import { digestOf } from "./ends.ts"
import { logLine } from "./log-line.ts"
import type { Line } from "./record.ts"
import { unreachable, type WorkerArguments } from "./worker-arguments.ts"
import { act, asks, broken, flaky, queued, silent, undo, workflows } from "./workflows.ts"

const { redis: options, queuePort, file, skewMs, silenced } = JSON.parse(process.argv[2] ?? "") as WorkerArguments // the runner's
const out = openSync(file, "a")
const say = (line: Line): void => void writeSync(out, `${JSON.stringify(line)}\n`)

const tell = (message: string, facts?: object): void => say(["log", Date.now(), logLine(message, facts)])
const logger: Logger = { ...silentLogger, warn: tell, error: silenced ? () => {} : tell }

const clock: Clock = {
  now: () => Date.now() + skewMs,
  timer(at, callback) {
    let handle: NodeJS.Timeout
    const arm = (): void => {
      handle = setTimeout(check, Math.max(1, Math.min(at - clock.now(), 2 ** 31 - 1)))
      handle.unref()
    }
    const check = (): void => (clock.now() < at ? arm() : callback())
    arm()
    return () => clearTimeout(handle)
  },
}

interface Given {
  readonly effect: string
}
interface Context {
  readonly key: string
  readonly execution: { readonly id: string }
}

/** Says that it was called, takes its time, and says that it is about to answer. */
async function acted<I extends Given>(input: I, { key, execution }: Context): Promise<I> {
  say(["call", Date.now(), execution.id, input.effect, key])
  await pause(20 + Math.random() ** 4 * 480)
  say(["did", Date.now(), key])
  return input
}

const handlers = [
  handle(act, acted),
  handle(queued, acted),
  handle(undo, async (input, context) => void (await acted(input, context))),
  handle(flaky, async (input, context) => {
    await acted(input, context)
    if (context.attempt === 1) throw new TaskError("Chaos.Flaky")
    return input
  }),
  handle(silent, async (input, context) => {
    await acted(input, context)
    // One that went on for ever would take the place of another one.
    const { promise, reject } = Promise.withResolvers<typeof input>()
    const end = (): void => reject(context.signal.reason)
    if (context.signal.aborted) end()
    context.signal.addEventListener("abort", end)
    return promise
  }),
  handle(broken, async (input, context) => {
    await acted(input, context)
    throw new TaskError("Chaos.Broken")
  }),
  handle(asks, async (input, context) => {
    await acted(input, context)
    say(["token", Date.now(), input.effect, input.token])
  }),
]

async function connected(): Promise<Backend> {
  try {
    return await redis({ ...options, logger })
  } catch (error) {
    if (!AdapterError.is(error) || !error.retryable) throw error
    return process.exit(unreachable)
  }
}

await startEngine({
  backend: await connected(),
  workflows,
  handlers,
  resources: {
    "events:putEvents": async (input, context) => {
      const { Entries } = input as unknown as { readonly Entries: readonly { readonly Detail: Given }[] } // as `w.emit` gives it
      for (const { Detail } of Entries) await acted(Detail, context)
      return { FailedEntryCount: 0, Entries: Entries.map((_, index) => ({ EventId: `${context.key}.${index}` })) }
    },
  },
  queues: bullmq({
    connection: { host: "127.0.0.1", port: queuePort },
    queues: {
      // Likewise for a job whose worker is killed.
      chaos: { concurrency: 20, lockDuration: 2000, stalledInterval: 1000, maxStalledCount: 1000 },
    },
    sweepEvery: 1000,
  }),
  logger,
  clock,
  // Killed more often than that, an execution would be parked: rightly, but that is another test's.
  maxDeliveries: 1000,
  onTransition: ({ execution, event }) => {
    say(["told", Date.now(), execution, event.id, digestOf(event)])
  },
}).catch((error: unknown) => {
  if (!AdapterError.is(error) || !error.retryable) throw error
  process.exit(unreachable)
})
say(["up", Date.now()])
