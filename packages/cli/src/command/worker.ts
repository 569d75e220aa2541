import { hostname } from "node:os"

import type { Durability } from "@stepwright/adapters/redis"
import { type Backend, createWorker, type Logger, type Worker } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { loadWorkerProgram } from "../load/load-worker-program.ts"
import { jsonLogger } from "../output/json-logger.ts"
import { paintFor } from "../output/paint.ts"
import type { CommonOptions } from "../output/report.ts"
import { showLogger } from "../output/show-logger.ts"
import { startedLines, type WorkerStarted } from "../output/worker-started.ts"
import { openStore, type StoreOptions } from "../run/open-store.ts"
import { workerMetrics } from "../worker/metrics.ts"
import { monitor } from "../worker/monitor.ts"
import { type QueueCommandOptions, workerQueues } from "../worker/open-queues.ts"
import { Watchdog } from "../worker/watchdog.ts"

/** Numbers as they were typed. */
export interface WorkerCommandOptions extends CommonOptions, StoreOptions, QueueCommandOptions {
  readonly handlers?: string
  readonly name?: string
  readonly concurrency?: string
  readonly taskConcurrency?: string
  /** Milliseconds. */
  readonly maxLag?: string
  readonly durability?: Durability
  /** Seconds. */
  readonly lease?: string
  readonly port?: string
  readonly host: string
  /** Seconds. */
  readonly grace: string
  readonly stallAfter: string
}

/** What a shell calls a process that Ctrl-C ended. */
const interrupted = 130
/** A worker that was given up: whoever supervises it starts another. (EX_TEMPFAIL) */
const stalled = 75

/** `stepwright worker`: runs executions until it is told to stop. */
export async function worker(files: readonly string[], options: WorkerCommandOptions, host: Host): Promise<number> {
  const limits = limitsOf(options)
  const log = loggerOf(options, host)
  const program = await loadWorkerProgram(files, options.handlers, host.cwd, options.queues !== undefined)
  const onQueues = await workerQueues(options, program)
  const { durability } = options
  const { leaseMs } = limits
  const opening = {
    create: true,
    logger: log,
    ...(durability === undefined ? {} : { durability }),
    ...(leaseMs === undefined ? {} : { leaseMs }),
  }
  const backend = await openStore(options, host, opening)
  try {
    const metrics = workerMetrics()
    const name = options.name ?? `${hostname()}:${process.pid}`
    const { concurrency, taskConcurrency, maxLagMs } = limits
    const running = createWorker({
      ...program,
      backend,
      name,
      logger: log,
      telemetry: metrics.telemetry,
      ...(onQueues === undefined ? {} : { queues: onQueues.queues }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(taskConcurrency === undefined ? {} : { taskConcurrency }),
      ...(maxLagMs === undefined ? {} : { maxLagMs }),
    })
    await running.start()
    const { stallAfterMs, port } = limits
    const shown = { health: () => running.health({ stallAfterMs }), metrics }
    const server = port === undefined ? undefined : await monitor(shown, options.host, port).catch(leaving(running))
    const workflows = program.workflows.map((workflow) => workflow.name)
    const monitored = server === undefined ? {} : { monitor: server.url }
    const started = { worker: name, workflows, ...onQueues?.facts, ...storeFacts(backend, options), ...monitored }
    if (options.json === true) log.info("the worker runs", started)
    else host.stdout.write(startedLines(started, paintFor(host.stdout, host.env)))
    try {
      return await untilEnd(running, limits, log, host)
    } finally {
      await server?.close()
    }
  } finally {
    await backend.close().catch((error: unknown) => log.warn("the store could not be closed in good order", { error }))
  }
}

/** Runs it until a signal, or until it is given up. Answers the exit code. */
async function untilEnd(running: Worker, { graceMs, stallAfterMs }: Limits, log: Logger, host: Host): Promise<number> {
  const dog = new Watchdog(stallAfterMs)
  let watch: NodeJS.Timeout | undefined
  let signals = 0
  let release = (): void => undefined
  const ended = new Promise<number>((resolve, reject) => {
    release = host.onInterrupt(() => {
      if (++signals > 1) return host.exit(interrupted)
      clearInterval(watch)
      const { executions, handlers, jobs } = running.health()
      const left = { executions, handlers, ...(jobs === undefined ? {} : { jobs }) }
      log.info("the worker drains", { ...left, graceMs, hint: "a second signal leaves at once" })
      running.close({ drain: graceMs }).then(() => resolve(0), reject)
    })
    watch = setInterval(() => {
      const { live, problem, forMs } = running.health({ stallAfterMs })
      const verdict = dog.look(live, performance.now())
      if (verdict === "leave it") return
      const facts = { code: "WORKER_STALLED", problem, forMs }
      if (verdict === "reconnect") {
        log.warn("the worker does not get on: it takes another session", facts)
        return running.reconnect("It did not get on.")
      }
      log.error("the worker does not get on with another session either: it gives up", facts)
      // What is left to a store that does not answer cannot be waited for.
      host.exit(stalled)
    }, 1000)
  })
  try {
    const code = await ended
    log.info("the worker has left")
    return code
  } finally {
    clearInterval(watch)
    release()
  }
}

function leaving(running: Worker): (error: unknown) => Promise<never> {
  return async (error) => {
    await running.close({ drain: false })
    throw error
  }
}

/** Where executions are kept, without whatever a URL holds of passwords, and what may be lost there. */
function storeFacts(
  { name }: Backend,
  { db, redis, durability = "fast" }: WorkerCommandOptions,
): Pick<WorkerStarted, "store" | "mayLose"> {
  const store = redis === undefined ? db : withoutPassword(redis)
  const loses =
    name === "redis" && durability === "fast"
      ? "of a power cut or a failover of Redis the last second; --durability fsync or replicated bounds it"
      : undefined
  return { store: `${name} ${store}`, ...(loses === undefined ? {} : { mayLose: loses }) }
}

function withoutPassword(text: string): string {
  const url = new URL(text)
  if (url.password !== "") url.password = "…"
  return decodeURI(url.href)
}

function loggerOf({ json, debug }: CommonOptions, host: Host): Logger {
  if (json === true) return jsonLogger((line) => host.stdout.write(line), debug === true)
  return showLogger((line) => host.stdout.write(`${line}\n`), paintFor(host.stdout, host.env), debug === true)
}

interface Limits {
  readonly concurrency: number | undefined
  readonly taskConcurrency: number | undefined
  readonly maxLagMs: number | undefined
  readonly port: number | undefined
  readonly leaseMs: number | undefined
  readonly graceMs: number
  readonly stallAfterMs: number
}

function limitsOf(options: WorkerCommandOptions): Limits {
  const { concurrency, taskConcurrency, maxLag, port, lease, grace, stallAfter } = options
  return {
    concurrency: whole("--concurrency", concurrency, 1),
    taskConcurrency: whole("--task-concurrency", taskConcurrency, 1),
    maxLagMs: whole("--max-lag", maxLag, 1),
    port: whole("--port", port, 0, 65_535),
    leaseMs: lease === undefined ? undefined : (whole("--lease", lease, 1) ?? 0) * 1000,
    graceMs: (whole("--grace", grace, 0) ?? 0) * 1000,
    stallAfterMs: (whole("--stall-after", stallAfter, 1) ?? 0) * 1000,
  }
}

function whole(option: string, text: string | undefined, least: number, most = 1_000_000): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,7}$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw new CliError("USAGE", `${option} is not a whole number from ${least} to ${most}: ${text}`)
}
