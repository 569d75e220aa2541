import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { redis } from "@stepwright/adapters/redis"
import { sqlite } from "@stepwright/adapters/sqlite"
import { type Backend, stateMachine } from "@stepwright/engine"
import { runScripted, type ScriptedAnswer } from "@stepwright/engine/testing"
import type { Redis } from "@stepwright/test-redis/server"

import { answersTo } from "../answers.ts"
import { beginning, type Driver, type Observed } from "./driver.ts"

/** Where AWS's resources of the recordings live, and where a local engine's do. */
const homes = [
  ["arn:aws:states:local:000000000000:", "arn:aws:states:us-east-1:111111111111:"],
  ["arn:aws:iam::000000000000:role/stepwright", "arn:aws:iam::111111111111:role/conformance"],
  ['"region":"local"', '"region":"us-east-1"'],
] as const

/** Drives the real worker and client over a backend: every fact is committed, and the history is read back. */
function engineDriver(open: () => Backend | Promise<Backend>, close?: () => Promise<void>): Driver {
  return {
    async execute(test, mocks) {
      const { description, history } = await runScripted({
        backend: await open(),
        machine: stateMachine("machine", test.definition),
        input: test.input,
        name: "run",
        startAt: beginning,
        // The recorder stopped the execution while it waited.
        stop: test.expected.status === "ABORTED",
        script: (order) =>
          answersTo(asRecorded(order), mocks)
            .map(({ fact }) => fact)
            .filter(isGiven),
      })
      const { status, output, error, cause } = description
      return asRecorded<Observed>({ status, output: output as Observed["output"], error, cause, history }) // JSON
    },
    ...(close === undefined ? {} : { close }),
  }
}

/** Opens a backend for each case. */
export interface Backends {
  readonly open: () => Backend | Promise<Backend>
  readonly close?: () => Promise<void>
}

/** The backends of a `--backend`. */
export function backendsOf(backend: "memory" | "sqlite" | "redis"): Backends {
  if (backend === "memory") return { open: memory }
  return backend === "sqlite" ? sqliteFiles() : redisPrefixes()
}

/** The engine over the backends of a `--backend`. */
export function engineDriverOn(backend: "memory" | "sqlite" | "redis"): Driver {
  const { open, close } = backendsOf(backend)
  return engineDriver(open, close)
}

/** A file for each case. */
function sqliteFiles(): Backends {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-conformance-"))
  let count = 0
  return {
    open: () => sqlite({ file: join(folder, `${count++}.sqlite`) }),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A server of its own, and a prefix for each case. */
function redisPrefixes(): Backends {
  let server: Promise<Redis> | undefined
  let count = 0
  return {
    async open() {
      const { url } = await (server ??= startServer())
      return await redis({ url, prefix: `${count++}:`, testing: { clock: "caller", alone: true } })
    },
    close: async () => (await server)?.stop(),
  }
}

/** Loaded only where it is asked for: once ioredis 6 is there, V8 runs methods of all strings slower, ours among them. */
async function startServer(): Promise<Redis> {
  const { startRedis } = await import("@stepwright/test-redis/server")
  return await startRedis()
}

/** A timeout is not told: the engine's own clock has to find it. */
export function isGiven(answer: ReturnType<typeof answersTo>[number]["fact"]): answer is ScriptedAnswer {
  return answer.type !== "TaskTimedOut"
}

/** A value with its resources where the recordings have them. */
function asRecorded<T>(value: T): T {
  const text = homes.reduce((text, [here, there]) => text.replaceAll(here, there), JSON.stringify(value))
  return JSON.parse(text) as T // names for names
}
