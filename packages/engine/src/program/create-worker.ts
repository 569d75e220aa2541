import { hostname } from "node:os"

import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { OpenTaskQueues, TaskQueues } from "../ports/task-queues.ts"
import type { Telemetry } from "../ports/telemetry.ts"
import { jobAnswers } from "../runtime/job-answers.ts"
import { judgeHealth, type WorkerHealth } from "../runtime/judge-health.ts"
import { fixedWindow, lagWindow } from "../runtime/lag-window.ts"
import { type Logger, stderrLogger } from "../runtime/logger.ts"
import { Starter } from "../runtime/starter.ts"
import { systemClock } from "../runtime/system-clock.ts"
import { WorkerLoop } from "../runtime/worker.ts"
import type { TransitionEvent } from "../runtime/worker-parts.ts"
import { archivedExecution } from "./archived-execution.ts"
import { clientOf } from "./create-client.ts"
import { countedHost } from "./counted-host.ts"
import { deployedPlan } from "./deployed-plan.ts"
import { Janitor, type JanitorParts } from "./janitor.ts"
import { Program, type ProgramOptions } from "./program.ts"
import type { Retention } from "./retention.ts"
import { hostOf } from "./task-host.ts"
import { UnservedWatch } from "./unserved-watch.ts"

export interface WorkerOptions extends ProgramOptions {
  /** Stays the caller's: close it when nobody uses it any more. */
  readonly backend: Backend
  /**
   * What takes tasks that were defined with a `queue`; opened and closed by the worker. Default: their handlers are called
   * here, as all others.
   */
  readonly queues?: TaskQueues
  /** Names it, for people. Default: host and process id. */
  readonly name?: string
  /** Executions that are held in memory at once; default 1000. */
  readonly concurrency?: number
  /**
   * How late this process's event loop may be, in milliseconds. Then `concurrency` is only the most: fewer executions are
   * held the later the loop is, and more again when it is prompt. Default: `concurrency` alone.
   */
  readonly maxLagMs?: number
  /** Handlers that run at once; default 100. */
  readonly taskConcurrency?: number
  /** How often an execution may be handed out without getting on before it is parked; default 10. */
  readonly maxDeliveries?: number
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger
  /** Default: the system's. */
  readonly clock?: Clock
  /** Who is told what it does: `openTelemetry()` of `@stepwright/adapters/otel`. Default: nobody, at no cost. */
  readonly telemetry?: Telemetry
  /**
   * Told of the events of its executions' histories once they are durable: each at most once, and none that came about
   * while a worker died or an execution was parked; the history has them all. What it throws is logged. Costs time.
   */
  readonly onTransition?: (event: TransitionEvent) => void
  /**
   * Removes executions some time after their end, about once an hour, while the worker runs. It is enough that one
   * worker of a store does; several do no harm. Default: they are kept until `client.prune` removes them.
   */
  readonly retention?: Retention
}

export interface CloseOptions {
  /**
   * `true` (the default): handlers that run may end, for up to 30 seconds; a number: for that many milliseconds;
   * `false`: they are aborted. Whatever did not end goes on with the next worker, with the same key.
   */
  readonly drain?: boolean | number
}

/** Runs executions until it is closed. */
export interface Worker {
  /**
   * Idempotent; one that failed may be tried again.
   * @throws {EngineError} `UNBOUND`, naming everything that nobody serves; `ENGINE_CLOSED`.
   */
  start(): Promise<void>
  /**
   * Whether it gets on: judged by what it takes up and commits, and by what its store answers. It is not live when it
   * has no session, its store owes it an answer, or work waits for it and nothing moves, for longer than `stallAfterMs`
   * (default 30,000).
   * @throws {EngineError} `LIMIT_INVALID`
   */
  health(options?: { readonly stallAfterMs?: number }): WorkerHealth
  /**
   * Gives its session up, whatever its store still owes it, and opens another: as if it had been lost. Handlers are
   * aborted; their steps run again, with the same keys.
   */
  reconnect(reason: string): void
  /** Takes up nothing new, lets what runs end, and lets go of every execution. Idempotent; a second call may hurry it. */
  close(options?: CloseOptions): Promise<void>
}

const defaultDrainMs = 30_000
/** The longest that the platform's timers can wait, in milliseconds; whoever is more patient waits for ever. */
const longestTimer = 2 ** 31 - 1

/**
 * Makes a worker.
 * @throws {EngineError} `DUPLICATE_NAME`, `PLAN_INVALID`, `LIMIT_INVALID`; {CompileError} with every problem of a workflow.
 */
export function createWorker(options: WorkerOptions): Worker {
  return workerOf(new Program(options), options)
}

/** A worker over a program that is at hand. */
export function workerOf(program: Program, options: Omit<WorkerOptions, keyof ProgramOptions>): Worker {
  const { backend, clock = systemClock, logger = stderrLogger, queues } = options
  program.hasQueues = queues !== undefined
  let onQueues: OpenTaskQueues | undefined
  const host = countedHost(hostOf((task) => program.task(task), logger, options.telemetry))
  const jobs = (): number | undefined => (queues === undefined ? undefined : host.running)
  const most = checkLimit("concurrency", options.concurrency ?? 1000)
  const { maxLagMs } = options
  const watch = new UnservedWatch(backend, logger)
  const loop = new WorkerLoop({
    name: options.name ?? `${hostname()}:${process.pid}`,
    backend,
    services: program,
    queues: queues === undefined ? undefined : () => onQueues,
    clock,
    logger,
    workflows: program.names(),
    planIds: () => program.planIds(backend, logger),
    planById: (id) => program.planById(id),
    ...(program.storedPlans === false
      ? {}
      : {
          newPlanIds: () => program.newPlanIds(backend, logger),
          storedPlanOf: (machine: string) => deployedPlan(backend, machine),
        }),
    planOf: (machine) => program.planOf(machine),
    isExpress: (machine) => program.isExpress(machine),
    window: maxLagMs === undefined ? fixedWindow(most) : lagWindow(checkLimit("maxLagMs", maxLagMs), most),
    taskConcurrency: checkLimit("taskConcurrency", options.taskConcurrency ?? 100),
    maxDeliveries: checkLimit("maxDeliveries", options.maxDeliveries ?? 10),
    telemetry: options.telemetry,
    unserved: () => watch.count,
    jobs,
    onTransition: options.onTransition,
  })
  const janitor = options.retention && janitorOf(program, { backend, clock, logger, retention: options.retention })
  let running: Promise<{ readonly ended: Promise<void> }> | undefined
  let closing: Promise<void> | undefined

  const begin = async (): Promise<{ readonly ended: Promise<void> }> => {
    program.assertBound()
    await program.storePlans(new Starter(backend))
    onQueues ??= await queues?.open({
      queues: program.queues(),
      answers: jobAnswers(backend, clock),
      host,
      log: logger,
    })
    try {
      const started = await loop.start()
      watch.start()
      janitor?.start()
      return started
    } catch (error) {
      await onQueues?.close({ patienceMs: 0 })
      onQueues = undefined
      throw error
    }
  }

  const end = async (patienceMs: number): Promise<void> => {
    const since = performance.now()
    const started = await running?.catch(() => undefined)
    onQueues?.stopTaking()
    await started?.ended
    watch.stop()
    await onQueues?.close({ patienceMs: Math.max(0, patienceMs - (performance.now() - since)) })
  }

  /** Ends what still runs after this many milliseconds. Answers how to take that back. */
  const hurry = (patienceMs: number): (() => void) => {
    if (patienceMs > 0) loop.drain()
    else loop.close()
    if (patienceMs <= 0 || patienceMs > longestTimer) return () => undefined
    const timer = setTimeout(() => loop.close(), patienceMs)
    return () => clearTimeout(timer)
  }

  return {
    async start() {
      if (closing !== undefined) throw new EngineError({ code: "ENGINE_CLOSED", message: "The worker was closed." })
      running ??= begin()
      const beginning = running
      try {
        await beginning
      } catch (error) {
        if (running === beginning) running = undefined
        throw error
      }
    },
    health({ stallAfterMs = 30_000 } = {}) {
      checkLimit("stallAfterMs", stallAfterMs)
      const health = judgeHealth(loop.line.signs(), performance.now(), stallAfterMs, backend.capabilities.shared)
      return queues === undefined ? health : { ...health, jobs: host.running }
    },
    reconnect: (reason) => loop.line.abandon(reason),
    async close({ drain = true } = {}) {
      janitor?.close()
      const patienceMs = drain === true ? defaultDrainMs : drain === false ? 0 : drain
      closing ??= end(patienceMs)
      const stopHurrying = hurry(patienceMs)
      await closing
      stopHurrying()
    },
  }
}

function janitorOf(
  program: Program,
  { backend, ...parts }: Omit<JanitorParts, "executions" | "materialise"> & { readonly backend: Backend },
): Janitor {
  const client = clientOf(program, backend, parts.clock)
  return new Janitor({
    ...parts,
    executions: backend.executions,
    materialise: (id) => archivedExecution(client, id),
  })
}

function checkLimit(what: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value
  throw new EngineError({ code: "LIMIT_INVALID", message: `'${what}' is ${value}.` })
}
