import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from "@opentelemetry/api"
import type {
  ExecutionObserver,
  ObservedExecution,
  ObservedTick,
  ObservedWorker,
  StoredStatus,
  WorkerObserver,
} from "@stepwright/engine"

import { beginExecution, ExecutionSpan } from "./execution-span.ts"
import { ObservedByOpenTelemetry } from "./execution-observer.ts"
import { Identity } from "./identity.ts"
import type { CounterName } from "./metric-table.ts"
import type { Scope } from "./scope.ts"
import { StepwrightIds } from "./span-ids.ts"
import type { Count } from "./tally.ts"
import { Unrecorded } from "./unrecorded.ts"
import type { WorkflowCounts } from "./workflow-counts.ts"

/** Makes spans and metrics of what one worker does. */
export class WorkerByOpenTelemetry implements WorkerObserver {
  readonly #scope: Scope
  readonly #worker: ObservedWorker
  readonly #workflow: (name: string) => WorkflowCounts
  readonly #perSecond: number
  readonly #at: Readonly<Record<string, string>>
  readonly #letters: Count
  readonly #leases: Count
  readonly #sessions: Count
  /** How many executions may still be measured, and when that was last reckoned. */
  #allowance: number
  #reckonedAt = performance.now()

  /** @param perSecond - How many executions are measured in a second at most. */
  constructor(scope: Scope, worker: ObservedWorker, workflow: (name: string) => WorkflowCounts, perSecond: number) {
    this.#scope = scope
    this.#worker = worker
    this.#workflow = workflow
    this.#perSecond = perSecond
    this.#allowance = perSecond
    const { metrics } = scope
    const { name, backend } = worker
    const of = { "stepwright.worker.name": name }
    this.#at = { ...of, "stepwright.backend.name": backend }
    const count = (metric: CounterName): Count => metrics.count(metric, name, () => of)
    this.#letters = count("stepwright.dead_letter.written")
    this.#leases = count("stepwright.lease.lost")
    this.#sessions = count("stepwright.session.lost")
    // Whoever reads a counter sees it grow only from a value that was there before.
    for (const one of worker.workflows) workflow(one).expect()
    metrics.add(worker)
  }

  apart<T>(loop: () => T): T {
    const ids = new StepwrightIds()
    const own = { traceId: ids.generateTraceId(), spanId: ids.generateSpanId(), traceFlags: TraceFlags.NONE }
    return context.with(trace.setSpanContext(ROOT_CONTEXT, own), loop)
  }

  took(execution: ObservedExecution): ExecutionObserver {
    const measured = this.#allowance >= 1
    if (measured) this.#allowance--
    const counts = this.#workflow(execution.workflow)
    const { redriveCount, redrivenAt, startedAt } = execution
    const since = redriveCount === 0 ? startedAt : redrivenAt
    const identity = new Identity(execution)
    const { tracer, sampling } = this.#scope
    const unsampled = sampling.turnsDown(identity, counts.spanName, redriveCount)
    if (unsampled !== undefined && !measured) return new Unrecorded(unsampled, counts, execution.notes)
    const span =
      unsampled === undefined
        ? beginExecution(tracer, execution, identity, counts.spanName, redriveCount, since)
        : new ExecutionSpan(tracer, trace.wrapSpanContext(unsampled.spanContext()))
    return measured || span.recording
      ? new ObservedByOpenTelemetry(this.#scope, execution, identity, counts, span, measured)
      : new Unrecorded(span.span, counts, execution.notes)
  }

  committed(tick: ObservedTick): void {
    const { beganAt, endedAt, commits, refused, deadLetters } = tick
    const { metrics } = this.#scope
    metrics.record("stepwright.commit.duration", (endedAt - beganAt) / 1000, this.#at)
    metrics.record("stepwright.commit.size", commits, this.#at)
    this.#letters.value += deadLetters
    this.#leases.value += refused
    this.#commitSpan(tick)
    const now = performance.now()
    this.#allowance = Math.min(this.#perSecond, this.#allowance + ((now - this.#reckonedAt) / 1000) * this.#perSecond)
    this.#reckonedAt = now
  }

  ended(workflow: string, status: StoredStatus): void {
    this.#workflow(workflow).ended(status).value++
  }

  lost(executions: number): void {
    this.#sessions.value++
    this.#leases.value += executions
  }

  closed(): void {
    this.#scope.metrics.remove(this.#worker)
  }

  /** One commit is one span: in the trace of the first execution that is recorded, and linked to the others'. */
  #commitSpan({ beganAt, endedAt, commits, refused, observers }: ObservedTick): void {
    const recorded = observers
      .map((observer) => (observer instanceof ObservedByOpenTelemetry ? observer.recorded : undefined))
      .filter((span) => span !== undefined)
    const [first, ...others] = recorded
    if (first === undefined) return
    const span = this.#scope.tracer.startSpan(
      "commit",
      {
        kind: SpanKind.CLIENT,
        startTime: beganAt,
        attributes: {
          "db.system.name": this.#worker.backend,
          "db.operation.name": "commit",
          "stepwright.worker.name": this.#worker.name,
          // Where it is one, it is none. (Semantic conventions, database)
          ...(commits > 1 ? { "db.operation.batch.size": commits } : {}),
        },
        links: others.map((one) => ({ context: one.span.spanContext() })),
      },
      first.context,
    )
    if (refused > 0) span.setStatus({ code: SpanStatusCode.ERROR, message: `${refused} refused` })
    span.end(endedAt)
  }
}
