import { hostname } from "node:os"

import type { Durability } from "@stepwright/adapters/redis"
import { createWorker, type Worker } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { loadWorkerProgram, requireWorkflows, type WorkerProgram } from "../load/load-worker-program.ts"
import { commandLogger } from "../output/command-logger.ts"
import { paintFor } from "../output/paint.ts"
import type { CommonOptions } from "../output/report.ts"
import { startedLines } from "../output/worker-started.ts"
import { openStore, type StoreOptions } from "../run/open-store.ts"
import { workerMetrics } from "../worker/metrics.ts"
import { monitor } from "../worker/monitor.ts"
import { type QueueCommandOptions, workerQueues } from "../worker/open-queues.ts"
import { storeFacts } from "../worker/store-facts.ts"
import { untilEnd } from "../worker/until-end.ts"
import { wholeNumber } from "../worker/whole-number.ts"

/** Numbers as they were typed. */
export interface WorkerCommandOptions extends CommonOptions, StoreOptions, QueueCommandOptions {
  readonly handlers?: string
  readonly bindings?: string
  readonly stored?: boolean
  readonly name?: string
  readonly concurrency?: string
  readonly taskConcurrency?: string
  readonly maxDeliveries?: string
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

/** `stepwright worker`: runs executions until it is told to stop. */
export async function worker(files: readonly string[], options: WorkerCommandOptions, host: Host): Promise<number> {
  const limits = limitsOf(options)
  const log = commandLogger(options, host)
  const program = await programOf(files, options, host)
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
    const { concurrency, taskConcurrency, maxDeliveries, maxLagMs } = limits
    const running = createWorker({
      ...program,
      backend,
      name,
      logger: log,
      telemetry: metrics.telemetry,
      ...(options.stored === true ? { storedPlans: "all" } : {}),
      ...(onQueues === undefined ? {} : { queues: onQueues.queues }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(taskConcurrency === undefined ? {} : { taskConcurrency }),
      ...(maxDeliveries === undefined ? {} : { maxDeliveries }),
      ...(maxLagMs === undefined ? {} : { maxLagMs }),
    })
    await running.start()
    const { stallAfterMs, port } = limits
    const shown = { health: () => running.health({ stallAfterMs }), metrics }
    const server = port === undefined ? undefined : await monitor(shown, options.host, port).catch(leaving(running))
    const workflows = program.workflows.map((workflow) => workflow.name)
    const monitored = server === undefined ? {} : { monitor: server.url }
    const stored = options.stored === true ? { stored: true } : {}
    const started = {
      worker: name,
      workflows,
      ...stored,
      ...onQueues?.facts,
      ...storeFacts(backend, options),
      ...monitored,
    }
    const begun = (): void => {
      if (options.json === true) log.info("the worker runs", started)
      else host.stdout.write(startedLines(started, paintFor(host.stdout, host.env)))
    }
    try {
      const close = (graceMs: number): Promise<void> => running.close({ drain: graceMs })
      return await untilEnd({ name: "worker", worker: running, begun, close }, limits, log, host)
    } finally {
      await server?.close()
    }
  } finally {
    await backend.close().catch((error: unknown) => log.warn("the store could not be closed in good order", { error }))
  }
}

/** It must have something to do: workflows, what is stored, or jobs. */
async function programOf(
  files: readonly string[],
  { handlers, bindings, stored, queues }: WorkerCommandOptions,
  host: Host,
): Promise<WorkerProgram> {
  if (files.length === 0 && stored !== true) {
    throw new CliError(
      "USAGE",
      "Name files that export workflows, or say --stored to run what was created through the API.",
    )
  }
  const program = await loadWorkerProgram(files, { handlers, bindings }, host)
  // Handlers alone serve jobs.
  if (stored !== true && (queues === undefined || program.handlers.length === 0)) requireWorkflows(files, program)
  return program
}

function leaving(running: Worker): (error: unknown) => Promise<never> {
  return async (error) => {
    await running.close({ drain: false })
    throw error
  }
}

interface Limits {
  readonly concurrency: number | undefined
  readonly taskConcurrency: number | undefined
  readonly maxDeliveries: number | undefined
  readonly maxLagMs: number | undefined
  readonly port: number | undefined
  readonly leaseMs: number | undefined
  readonly graceMs: number
  readonly stallAfterMs: number
}

function limitsOf(options: WorkerCommandOptions): Limits {
  const { concurrency, taskConcurrency, maxDeliveries, maxLag, port, lease, grace, stallAfter } = options
  return {
    concurrency: wholeNumber("--concurrency", concurrency, 1),
    taskConcurrency: wholeNumber("--task-concurrency", taskConcurrency, 1),
    maxDeliveries: wholeNumber("--max-deliveries", maxDeliveries, 1),
    maxLagMs: wholeNumber("--max-lag", maxLag, 1),
    port: wholeNumber("--port", port, 0, 65_535),
    leaseMs: lease === undefined ? undefined : (wholeNumber("--lease", lease, 1) ?? 0) * 1000,
    graceMs: (wholeNumber("--grace", grace, 0) ?? 0) * 1000,
    stallAfterMs: (wholeNumber("--stall-after", stallAfter, 1) ?? 0) * 1000,
  }
}
