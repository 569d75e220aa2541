// Runs one module's handler in a thread of its own, call after call.
import { parentPort, workerData } from "node:worker_threads"

import type { LogLevel, ThreadCall, ThreadData, ThreadMessage } from "./message.ts"

const { module, name } = workerData as ThreadData // our parent made it
const handler = ((await import(module)) as Readonly<Record<string, unknown>>)[name]

const say = (message: ThreadMessage): void => parentPort?.postMessage(message)
const log =
  (level: LogLevel) =>
  (message: string, facts?: unknown): void =>
    say({ type: "log", level, message, facts: facts === undefined ? undefined : handedOver(facts) })
const logs = { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") }

parentPort?.on("message", ({ input, context }: ThreadCall) => void run(input, context))

/** Facts as they can be handed over; what cannot is told as text. */
function handedOver(facts: unknown): unknown {
  try {
    return structuredClone(facts)
  } catch {
    return { facts: String(facts) }
  }
}

async function run(input: unknown, context: ThreadCall["context"]): Promise<void> {
  try {
    if (typeof handler !== "function") throw new TypeError(`${module} exports no function '${name}'.`)
    // Nobody aborts it: a thread whose answer no longer counts is ended.
    const { signal } = new AbortController()
    const heartbeat = (): void => say({ type: "heartbeat" })
    const output: unknown = await handler(input, { ...context, signal, heartbeat, log: logs })
    say({ type: "returned", output })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const named = error.name === "Error" ? error.constructor.name : error.name
    const cause = typeof error.cause === "string" ? error.cause : undefined
    say({ type: "threw", name: named, message: error.message, cause })
  }
}
