import { context, ROOT_CONTEXT, type Span, type SpanContext, SpanStatusCode, trace } from "@opentelemetry/api"
import type {
  ExecutionObserver,
  ObservedEvent,
  ObservedExecution,
  RunChild,
  RunTask,
  TraceContext,
} from "@stepwright/engine"

import { beginExecution, type ExecutionSpan } from "./execution-span.ts"
import {
  type OpenAttempt,
  type OpenState,
  type SpanWriter,
  StandingSpans,
  type StateOutcome,
} from "./standing-spans.ts"
import { writeTraceContext } from "./trace-context.ts"
import type { Identity } from "./identity.ts"
import type { Scope } from "./scope.ts"
import type { WorkflowCounts } from "./workflow-counts.ts"

/** Makes spans, counts and durations of what one execution does while a worker holds it. */
export class ObservedByOpenTelemetry implements ExecutionObserver, SpanWriter {
  readonly watches = true
  readonly #scope: Scope
  readonly #execution: ObservedExecution
  readonly #identity: Identity
  readonly #counts: WorkflowCounts
  readonly #measured: boolean
  readonly #standing: StandingSpans
  /** Attempts whose handler was called here, by frame. */
  #live: Map<number, { readonly seq: number; readonly span: Span }> | undefined = undefined
  #span: ExecutionSpan
  #startedAt: number

  constructor(
    scope: Scope,
    execution: ObservedExecution,
    identity: Identity,
    counts: WorkflowCounts,
    span: ExecutionSpan,
    measured: boolean,
  ) {
    this.#scope = scope
    this.#execution = execution
    this.#identity = identity
    this.#counts = counts
    this.#measured = measured
    const { redriveCount, redrivenAt, startedAt } = execution
    this.#startedAt = redriveCount === 0 ? startedAt : redrivenAt
    this.#span = span
    this.#standing = new StandingSpans(this, execution.standing(), redrivenAt)
  }

  /** The execution's span, where it is recorded. */
  get recorded(): ExecutionSpan | undefined {
    return this.#span.recording ? this.#span : undefined
  }

  contextOf(order: RunTask | RunChild): TraceContext | undefined {
    return writeTraceContext(this.#contextOf(order))
  }

  logFacts(order?: RunTask): Readonly<Record<string, string>> {
    const ids = order === undefined ? this.#span.spanContext : this.#contextOf(order)
    return ids === undefined ? {} : { trace_id: ids.traceId, span_id: ids.spanId }
  }

  call<T>(order: RunTask, handler: () => T): T {
    this.#counts.called(order, this.#execution.notes)
    if (!this.#span.recording) return handler()
    if (ofMap(order)) {
      return context.with(trace.setSpanContext(ROOT_CONTEXT, this.#span.part(placeOfState(order.entered))), handler)
    }
    const span = this.#beginAttempt(order.state, this.stateContext(order.entered), {
      frame: order.frame,
      seq: order.seq,
      number: order.retryCount + 1,
      startedAt: order.sinceMs,
    })
    ;(this.#live ??= new Map()).set(order.frame, { seq: order.seq, span })
    return context.with(trace.setSpan(this.#span.context, span), handler)
  }

  began(order: RunTask): void {
    this.#counts.called(order, this.#execution.notes)
  }

  happened(events: readonly ObservedEvent[]): void {
    for (const event of events) this.#standing.happened(event)
  }

  state(open: OpenState, outcome: StateOutcome, endedAt: number): void {
    const { name, type, entered, within, startedAt, failure, links, attempts } = open
    const { workflow, notes } = this.#execution
    if (this.#measured) {
      this.#scope.metrics.record("stepwright.state.duration", (endedAt - startedAt) / 1000, {
        "stepwright.workflow.name": workflow,
        "stepwright.state.name": name,
        "stepwright.state.outcome": outcome,
      })
    }
    if (!this.#span.recording) return
    const note = notes[name]
    const compensates = note?.role === "compensation"
    const error = outcome === "succeeded" ? undefined : outcome === "aborted" ? "aborted" : failure?.error
    const span = this.#span.begin(
      compensates ? `compensate ${note.step ?? name}` : `state ${name}`,
      placeOfState(entered),
      within === undefined ? undefined : this.stateContext(within.entered),
      {
        startedAt,
        links,
        attributes: {
          "stepwright.execution.id": this.#execution.id,
          "stepwright.state.name": name,
          "stepwright.state.type": type,
          "stepwright.state.outcome": outcome,
          "stepwright.history.event_id": entered,
          ...(attempts === 0 ? {} : { "stepwright.state.attempts": attempts }),
          ...(note === undefined ? {} : { "stepwright.state.role": note.role }),
          ...(note?.step === undefined ? {} : { "stepwright.step.name": note.step }),
        },
      },
    )
    end(span, error, endedAt)
  }

  attempt(open: OpenState, attempt: OpenAttempt, error: string | undefined, endedAt: number): void {
    const { frame, name, entered } = open
    const { seq, number, startedAt, links } = attempt
    if (this.#measured) {
      this.#scope.metrics.record("stepwright.task.duration", (endedAt - startedAt) / 1000, {
        "stepwright.workflow.name": this.#execution.workflow,
        "stepwright.state.name": name,
        ...(error === undefined ? {} : { "error.type": error }),
      })
    }
    if (!this.#span.recording) return
    const live = this.#live?.get(frame)
    this.#live?.delete(frame)
    const span =
      live?.seq === seq
        ? live.span
        : this.#beginAttempt(name, this.stateContext(entered), { frame, seq, number, startedAt })
    for (const link of links) span.addLink(link)
    end(span, error, endedAt)
  }

  execution(status: string, error: string | undefined, endedAt: number): void {
    if (this.#measured) {
      this.#scope.metrics.record("stepwright.execution.duration", (endedAt - this.#startedAt) / 1000, {
        "stepwright.workflow.name": this.#execution.workflow,
        "stepwright.execution.status": status,
      })
    }
    const { span } = this.#span
    span.setAttribute("stepwright.execution.status", status)
    end(span, status === "SUCCEEDED" ? undefined : (error ?? status), endedAt)
  }

  redriven(at: number, redriveCount: number): void {
    this.#startedAt = at
    const { tracer } = this.#scope
    this.#span = beginExecution(tracer, this.#execution, this.#identity, this.#counts.spanName, redriveCount, at)
  }

  stateContext(entered: number): SpanContext | undefined {
    return this.#span.recording ? this.#span.part(placeOfState(entered)) : undefined
  }

  attemptContext(frame: number, seq: number): SpanContext | undefined {
    return this.#span.recording ? this.#span.part(placeOfAttempt(frame, seq)) : undefined
  }

  #beginAttempt(
    state: string,
    parent: SpanContext | undefined,
    attempt: { readonly frame: number; readonly seq: number; readonly number: number; readonly startedAt: number },
  ): Span {
    const { frame, seq, number, startedAt } = attempt
    return this.#span.begin(
      `attempt ${this.#execution.notes[state]?.step ?? state}`,
      placeOfAttempt(frame, seq),
      parent,
      {
        startedAt,
        attributes: {
          "stepwright.execution.id": this.#execution.id,
          "stepwright.state.name": state,
          "stepwright.task.attempt": number,
        },
      },
    )
  }

  #contextOf(order: RunTask | RunChild): SpanContext | undefined {
    if (!this.#span.recording) return this.#span.spanContext
    return ofMap(order) ? this.stateContext(order.entered) : this.attemptContext(order.frame, order.seq)
  }
}

/** What reads a Map's items, writes its results or runs a child for it is no attempt of a task, but a part of the Map. */
function ofMap(order: RunTask | RunChild): boolean {
  return order.type === "RunChild" || order.reader !== undefined || order.writer !== undefined
}

/** @param error - Its name alone: what it says may hold what must not be seen. */
function end(span: Span, error: string | undefined, endedAt: number): void {
  if (error !== undefined) {
    span.setAttribute("error.type", error)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end(endedAt)
}

const placeOfState = (entered: number): string => `state/${entered}`
const placeOfAttempt = (frame: number, seq: number): string => `attempt/${frame}/${seq}`
