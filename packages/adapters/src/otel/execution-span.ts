import { hash } from "node:crypto"

import {
  type Attributes,
  type Context,
  diag,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  trace,
  type Tracer,
} from "@opentelemetry/api"
import type { ObservedExecution } from "@stepwright/engine"

import { withIds } from "./span-ids.ts"
import { readTraceContext } from "./trace-context.ts"

let warned = false

/**
 * Begins an execution's span: under the ids that every process derives alike, and as the sampler says.
 * @param name - The span's.
 * @param redrives - How often it was redriven: each time it has another span, linked to the one before.
 * @param startedAt - Milliseconds since 1970: of the execution, or of its last redrive.
 */
export function beginExecution(
  tracer: Tracer,
  execution: ObservedExecution,
  name: string,
  redrives: number,
  startedAt: number,
): ExecutionSpan {
  const identity = execution.identity()
  const caller = execution.caller === undefined ? undefined : readTraceContext(execution.caller)
  const own = ownId(identity.span, redrives)
  const parent = caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, caller)
  const kind = caller === undefined ? SpanKind.INTERNAL : SpanKind.CONSUMER
  const span = withIds(caller?.traceId ?? identity.trace, own, () =>
    tracer.startSpan(name, { kind, startTime: startedAt }, parent),
  )
  if (span.isRecording())
    describe(span, execution, own, redrives === 0 ? undefined : ownId(identity.span, redrives - 1))
  return new ExecutionSpan(tracer, span)
}

function describe(span: Span, execution: ObservedExecution, own: string, before: string | undefined): void {
  span.setAttributes({
    "stepwright.workflow.name": execution.workflow,
    "stepwright.execution.id": execution.id,
    "stepwright.execution.name": execution.name,
  })
  const { traceId, spanId, traceFlags } = span.spanContext()
  if (before !== undefined) {
    span.addLink({ context: { traceId, traceFlags, spanId: before }, attributes: { "stepwright.link": "redrive" } })
  }
  if (spanId === own || warned) return
  warned = true
  diag.warn("Spans of executions have parents that nobody exports: the tracer provider needs StepwrightIds.")
}

/**
 * An execution's span, begun anew by each worker that takes the execution up, under the same ids, and ended by the one
 * that commits its end. One that is not ended is never exported, and costs nothing when it is forgotten.
 */
export class ExecutionSpan {
  readonly span: Span
  readonly #tracer: Tracer

  constructor(tracer: Tracer, span: Span) {
    this.#tracer = tracer
    this.span = span
  }

  get recording(): boolean {
    return this.span.isRecording()
  }

  /** In which what belongs to the execution is begun. */
  get context(): Context {
    return trace.setSpan(ROOT_CONTEXT, this.span)
  }

  get spanContext(): SpanContext | undefined {
    const context = this.span.spanContext()
    return isSpanContextValid(context) ? context : undefined
  }

  /** The context of a span that belongs to this one, from what tells it from all others. */
  part(place: string): SpanContext {
    const { traceId, spanId: own, traceFlags, traceState } = this.span.spanContext()
    return { traceId, spanId: partId(own, place), traceFlags, ...(traceState === undefined ? {} : { traceState }) }
  }

  /**
   * Begins a span of this execution's.
   * @param parent - Undefined for the execution itself.
   * @param startedAt - Milliseconds since 1970.
   */
  begin(
    name: string,
    place: string,
    parent: SpanContext | undefined,
    options: { readonly startedAt: number; readonly attributes: Attributes; readonly links?: readonly Link[] },
  ): Span {
    const { startedAt: startTime, attributes, links = [] } = options
    const context = parent === undefined ? this.context : trace.setSpanContext(ROOT_CONTEXT, parent)
    const { traceId, spanId } = this.span.spanContext()
    return withIds(traceId, partId(spanId, place), () =>
      this.#tracer.startSpan(name, { startTime, attributes, links: [...links] }, context),
    )
  }
}

function ownId(first: string, redrives: number): string {
  return redrives === 0 ? first : partId(first, `redrive/${redrives}`)
}

function partId(own: string, place: string): string {
  return hash("sha256", `${own}/${place}`, "hex").slice(0, 16)
}
