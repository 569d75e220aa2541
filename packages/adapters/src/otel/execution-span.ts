import {
  type Attributes,
  type Context,
  diag,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  trace,
  type Tracer,
} from "@opentelemetry/api"
import type { ObservedExecution } from "@stepwright/engine"

import { type Identity, partId } from "./identity.ts"
import { withIds } from "./span-ids.ts"

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
  identity: Identity,
  name: string,
  redrives: number,
  startedAt: number,
): ExecutionSpan {
  const { traceId, parent, kind } = identity
  const own = identity.spanId(redrives)
  const span = withIds(traceId, own, () => tracer.startSpan(name, { kind, startTime: startedAt }, parent))
  if (span.isRecording()) describe(span, execution, own, redrives === 0 ? undefined : identity.spanId(redrives - 1))
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
  readonly recording: boolean
  /** In which what belongs to the execution is begun. */
  readonly context: Context
  readonly #tracer: Tracer
  readonly #own: SpanContext

  constructor(tracer: Tracer, span: Span) {
    this.#tracer = tracer
    this.#own = span.spanContext()
    this.span = span
    this.recording = span.isRecording()
    this.context = trace.setSpan(ROOT_CONTEXT, span)
  }

  get spanContext(): SpanContext | undefined {
    return isSpanContextValid(this.#own) ? this.#own : undefined
  }

  /** The context of a span that belongs to this one, from what tells it from all others. */
  part(place: string): SpanContext {
    const { traceId, spanId: own, traceFlags, traceState } = this.#own
    const part = { traceId, spanId: partId(own, place), traceFlags }
    return traceState === undefined ? part : { ...part, traceState }
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
    const { traceId, spanId } = this.#own
    return withIds(traceId, partId(spanId, place), () =>
      this.#tracer.startSpan(name, { startTime, attributes, links: [...links] }, context),
    )
  }
}
