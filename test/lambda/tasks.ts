// Tasks that show what the wrapper around a handler does: bundled, and invoked as Lambda would.
import { setTimeout as pause } from "node:timers/promises"

import { secret, task, TaskError, workflow } from "@stepwright/dsl"
import { z } from "zod"

/** Its class names it. */
class StoreClosed extends Error {}

export const greet = task("greet", {
  input: z.object({ name: z.string().transform((name) => name.toUpperCase()), pin: secret(z.string()).optional() }),
  output: z.object({ text: z.string(), at: z.date().optional() }),
  handler: ({ name, pin }) => (pin === "odd" ? ({ text: 7 } as never) : { text: `Hello ${name}`, at: new Date(0) }),
})

export const fail = task("fail", {
  input: z.enum(["task-error", "class", "reserved", "overlong", "text"]),
  handler: (how) => {
    if (how === "task-error") throw new TaskError("Card.Declined", { cause: "expired", message: "no" })
    if (how === "class") throw new StoreClosed("on Sundays")
    if (how === "reserved") throw Object.assign(new Error("late"), { name: "States.Timeout" })
    if (how === "overlong") throw Object.assign(new Error("long"), { name: "E".repeat(300) })
    throw "only text" // oxlint-disable-line no-throw-literal
  },
})

export const tellContext = task("tell-context", {
  input: z.unknown(),
  handler: (_, context) => ({ ...context, signal: context.signal.aborted }),
})

/** Told to stop, it says so in its own words. */
export const obey = task("obey", {
  input: z.unknown(),
  handler: async (_, { signal }) => await pause(60_000, "awake", { signal }),
})

export const ignore = task("ignore", { input: z.unknown(), handler: async () => await new Promise(() => {}) })

export const exit = task("exit", { input: z.unknown(), handler: () => process.exit(3) })

export const log = task("log", {
  input: z.object({ late: z.boolean() }),
  handler: ({ late }, { log, key }) => {
    log.debug("not at this level")
    log.info("info", { cents: 12n, level: "mine", requestId: "mine" })
    const ring: { self?: unknown } = {}
    ring.self = ring
    log.warn("warn", { ring })
    log.error("error", { error: new StoreClosed("why") })
    if (late) setTimeout(() => log.info("late", { by: key }), 50)
  },
})

/** Works until `pings` heartbeats were told, or it is told to stop. */
export const work = task("work", {
  input: z.object({ beats: z.int(), how: z.enum(["answers", "throws", "waits"]) }),
  output: z.object({ beats: z.int() }),
  timeout: "30s",
  heartbeat: "4s",
  handler: async ({ beats, how }, { heartbeat, signal }) => {
    const rounds = how === "waits" ? Infinity : beats
    for (let beat = 0; beat < rounds; beat++) {
      heartbeat()
      await pause(500, undefined, { signal })
    }
    if (how === "throws") throw new TaskError("Work.Undone", { cause: "tired" })
    return { beats }
  },
})

export const working = workflow(
  "working",
  { input: work.input as z.ZodType<{ beats: number; how: "answers" }> },
  (w, input) => {
    return { worked: w.run(work(input)) }
  },
)
