import { metrics as globalMetrics, type MeterProvider, trace, type TracerProvider } from "@opentelemetry/api"
import { context } from "@opentelemetry/api"
import { EngineError, type Telemetry } from "@stepwright/engine"

import { JobByOpenTelemetry } from "./job-observer.ts"
import { Metrics } from "./metrics.ts"
import { Sampling } from "./sampling.ts"
import type { Scope } from "./scope.ts"
import { writeTraceContext } from "./trace-context.ts"
import { WorkerByOpenTelemetry } from "./worker-observer.ts"
import { WorkflowCounts } from "./workflow-counts.ts"

export interface OpenTelemetryOptions {
  /** Goes by `StepwrightIds`. Default: the global one. */
  readonly tracerProvider?: TracerProvider
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider
  /**
   * Of how many executions a second, per worker, the durations of states and tasks are measured, at most. What is
   * counted is counted of all. Default 20; 0 for none.
   */
  readonly measuredPerSecond?: number
}

const name = "@stepwright/adapters/otel"

/**
 * Telemetry by OpenTelemetry: give the same one to every client and worker of a process. Call it once the providers are
 * registered, or hand them in.
 * @throws {EngineError} `LIMIT_INVALID`
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Telemetry {
  const { tracerProvider = trace, meterProvider = globalMetrics, measuredPerSecond = 20 } = options
  if (!(measuredPerSecond >= 0)) {
    throw new EngineError({ code: "LIMIT_INVALID", message: `'measuredPerSecond' is ${measuredPerSecond}.` })
  }
  const metrics = new Metrics(meterProvider.getMeter(name))
  const tracer = tracerProvider.getTracer(name)
  const scope: Scope = { tracer, sampling: new Sampling(tracer), metrics }
  const workflows = new Map<string, WorkflowCounts>()
  const workflow = (called: string): WorkflowCounts => {
    let counts = workflows.get(called)
    if (counts === undefined) workflows.set(called, (counts = new WorkflowCounts(metrics, called)))
    return counts
  }
  return {
    caller: () => writeTraceContext(trace.getSpanContext(context.active())),
    started: (called) => {
      workflow(called).started.value++
    },
    worker: (worker) => new WorkerByOpenTelemetry(scope, worker, workflow, measuredPerSecond),
    serving: (job) => new JobByOpenTelemetry(tracer, job),
  }
}
