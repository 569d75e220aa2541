import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api"
import type { JobObserver, ObservedJob, TraceContext } from "@stepwright/engine"

import { readTraceContext, writeTraceContext } from "./trace-context.ts"

/**
 * Makes a span of what a handler does for a job: a part of the attempt that sent it, in whatever process that was. The
 * attempt's own span, with all its time in the queue, is its engine's.
 */
export class JobByOpenTelemetry implements JobObserver {
  readonly #span: Span

  constructor(tracer: Tracer, { task, queue, execution, step, attempt, trace: sent }: ObservedJob) {
    const attemptContext = sent === undefined ? undefined : readTraceContext(sent)
    this.#span = tracer.startSpan(
      `process ${queue?.name ?? task}`,
      {
        kind: SpanKind.CONSUMER,
        // (Semantic conventions, messaging.) The job's id is left out: whoever holds it answers the task.
        attributes: {
          "messaging.operation.name": "process",
          "messaging.operation.type": "process",
          ...(queue === undefined
            ? {}
            : { "messaging.system": queue.system, "messaging.destination.name": queue.name }),
          "stepwright.execution.id": execution,
          "stepwright.step.name": step,
          "stepwright.task.name": task,
          "stepwright.task.attempt": attempt,
        },
      },
      attemptContext === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, attemptContext),
    )
  }

  get trace(): TraceContext | undefined {
    return writeTraceContext(this.#span.spanContext())
  }

  get logFacts(): Readonly<Record<string, string>> {
    const ids = this.#span.spanContext()
    return isSpanContextValid(ids) ? { trace_id: ids.traceId, span_id: ids.spanId } : {}
  }

  call<T>(handler: () => T): T {
    return context.with(trace.setSpan(ROOT_CONTEXT, this.#span), handler)
  }

  ended(error: string | undefined): void {
    if (error !== undefined) {
      this.#span.setAttribute("error.type", error)
      this.#span.setStatus({ code: SpanStatusCode.ERROR })
    }
    this.#span.end()
  }
}
