import type { Handled, Task } from "@stepwright/dsl"

import type { Json } from "../asl/json.ts"
import { EngineError } from "../errors.ts"
import type { TaskRequest } from "../plan/envelope.ts"
import type { JobObserver, Telemetry } from "../ports/telemetry.ts"
import type { HostedCall, HostedOutcome, TaskHost } from "../ports/task-queues.ts"
import { executionNameOf } from "../runtime/execution-name.ts"
import type { HandlerContext, TaskServer } from "../runtime/handler-context.ts"
import { taskFailure } from "../runtime/handler-failure.ts"
import { jsonValue } from "../runtime/json-text.ts"
import { type Logger, stderrLogger, withFacts } from "../runtime/logger.ts"
import { isTaskRequest } from "../runtime/task-request.ts"
import { taskServer } from "./task-server.ts"

export interface TaskHostOptions {
  /** Tasks with a handler of their own. */
  readonly tasks?: readonly Task[]
  /** Code for tasks that were defined without one; wins over a task's own. */
  readonly handlers?: readonly Handled[]
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger
  /** Is told what the handlers do: OpenTelemetry, by `@stepwright/adapters/otel`. Default: nobody is. */
  readonly telemetry?: Telemetry
}

/**
 * Makes a host for tasks outside of an engine, for whatever carries their envelopes to it: input and output are checked as
 * an engine does, and failures are worded alike.
 * @throws {EngineError} `UNBOUND`: a task without a handler; `DUPLICATE_NAME`
 */
export function taskHost({ tasks = [], handlers = [], logger = stderrLogger, telemetry }: TaskHostOptions): TaskHost {
  const servers = new Map<string, TaskServer>()
  const add = (name: string, server: TaskServer): void => {
    if (servers.has(name)) {
      throw new EngineError({ code: "DUPLICATE_NAME", message: `There are two of the task '${name}'.` })
    }
    servers.set(name, server)
  }
  for (const { task, handler } of handlers) add(task.name, taskServer(task, handler))
  for (const task of tasks) {
    if (handlers.some((handled) => handled.task === task)) continue
    if (task.handler === undefined) {
      throw new EngineError({ code: "UNBOUND", message: `The task '${task.name}' has no handler.` })
    }
    add(task.name, taskServer(task, task.handler))
  }
  return hostOf((name) => servers.get(name), logger, telemetry)
}

/** A host over servers that are at hand. */
export function hostOf(
  serverOf: (task: string) => TaskServer | undefined,
  logger: Logger,
  telemetry: Telemetry | undefined,
): TaskHost {
  return {
    async run(call) {
      const request = call.request as Json
      if (!isTaskRequest(request)) return failed("Stepwright.EnvelopeInvalid", "The job's data is no task envelope.")
      const server = serverOf(call.task)
      if (server === undefined) {
        return failed("Stepwright.Unbound", `This worker has nobody who serves the task '${call.task}'.`)
      }
      return await served(server, request, call, logger, telemetry)
    },
  }
}

async function served(
  server: TaskServer,
  request: TaskRequest,
  call: HostedCall,
  logger: Logger,
  telemetry: Telemetry | undefined,
): Promise<HostedOutcome> {
  const leftMs = request.deadline === undefined ? Infinity : request.deadline - Date.now()
  if (leftMs <= 0) return { outcome: "expired" }
  const controller = new AbortController()
  const timer = leftMs > longestTimer ? undefined : setTimeout(() => controller.abort(deadlinePassed()), leftMs)
  const { execution, step, attempt, trace } = request
  const observer = telemetry?.serving({ task: call.task, queue: call.queue, execution, step, attempt, trace })
  try {
    const signal = AbortSignal.any([call.signal, controller.signal])
    const context = contextOf(request, call, signal, logger, observer)
    const serve = (): unknown => server(request.input, context)
    const output = jsonValue(await (observer === undefined ? serve() : observer.call(serve)))
    observer?.ended(undefined)
    return { outcome: "succeeded", answer: { v: 1, output } }
  } catch (thrown) {
    // What a handler answers to its deadline is not why the task failed: the state's own timer says that.
    if (controller.signal.aborted) {
      observer?.ended("States.Timeout")
      return { outcome: "expired" }
    }
    const { error, cause } = taskFailure(thrown)
    observer?.ended(call.signal.aborted ? "aborted" : error)
    return failed(error, cause)
  } finally {
    clearTimeout(timer)
  }
}

/** The longest that the platform's timers can wait, in milliseconds. */
const longestTimer = 2 ** 31 - 1

function deadlinePassed(): Error {
  return new Error("The task's timeout has passed.")
}

function contextOf(
  request: TaskRequest,
  { heartbeat }: HostedCall,
  signal: AbortSignal,
  logger: Logger,
  observer: JobObserver | undefined,
): HandlerContext {
  const { key, attempt, execution, step, deadline, token } = request
  const trace = observer?.trace ?? request.trace
  return {
    key,
    attempt,
    signal,
    heartbeat,
    log: withFacts(logger, { execution, step, key, attempt, ...observer?.logFacts }),
    execution: { id: execution, name: executionNameOf(execution) },
    step,
    ...(deadline === undefined ? {} : { deadline }),
    ...(token === undefined ? {} : { token }),
    ...(trace === undefined ? {} : { trace }),
  }
}

function failed(error: string, cause: string | undefined): HostedOutcome {
  return { outcome: "failed", error, ...(cause === undefined ? {} : { cause }) }
}
