import { isSpanContextValid } from "@opentelemetry/api"
import type { ExecutionObserver, ObservedExecution, RunTask, TraceContext } from "@stepwright/engine"

import type { Unsampled } from "./sampling.ts"
import { writeTraceContext } from "./trace-context.ts"
import type { WorkflowCounts } from "./workflow-counts.ts"

/**
 * Counts what an execution does of which no spans are recorded; there are many, so it holds next to nothing. Its handlers
 * run in the worker's own context, in which nothing is sampled; what goes with them names the execution's trace.
 */
export class Unrecorded implements ExecutionObserver {
  readonly watches = false
  readonly #span: Unsampled
  readonly #counts: WorkflowCounts
  readonly #notes: ObservedExecution["notes"]

  constructor(span: Unsampled, counts: WorkflowCounts, notes: ObservedExecution["notes"]) {
    this.#span = span
    this.#counts = counts
    this.#notes = notes
  }

  contextOf(): TraceContext | undefined {
    return writeTraceContext(this.#span.spanContext())
  }

  logFacts(): Readonly<Record<string, string>> {
    const context = this.#span.spanContext()
    return isSpanContextValid(context) ? { trace_id: context.traceId, span_id: context.spanId } : {}
  }

  call<T>(order: RunTask, handler: () => T): T {
    this.began(order)
    return handler()
  }

  began(order: RunTask): void {
    this.#counts.called(order, this.#notes)
  }

  happened(): void {}
}
