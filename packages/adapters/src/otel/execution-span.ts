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
 * An execution's span, begun anew by each worker that takes the execution up, under the same ids, and ended by the one
 * that commits its end. One that is not ended is never exported, and costs nothing when it is forgotten.
 */
export class ExecutionSpan {
  readonly span: Span
  /** In which what belongs to the execution is begun. */
  readonly context: Context
  readonly #tracer: Tracer
  readonly #trace: string
  readonly #own: string

  /**
   * @param startedAt - Milliseconds since 1970: of the execution, or of its last redrive.
   * @param redrives - How often it was redriven: each time it has another span, linked to the one before.
   */
  constructor(
    tracer: Tracer,
    execution: ObservedExecution,
    attributes: Attributes,
    startedAt: number,
    redrives: number,
  ) {
    const identity = execution.identity()
    const caller = execution.caller === undefined ? undefined : readTraceContext(execution.caller)
    const parent = caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, caller)
    this.#tracer = tracer
    this.#trace = caller?.traceId ?? identity.trace
    this.#own = ownId(identity.span, redrives)
    const options = {
      kind: caller === undefined ? SpanKind.INTERNAL : SpanKind.CONSUMER,
      startTime: startedAt,
      attributes,
    }
    const name = `execution ${execution.workflow}`
    const before = redrives === 0 ? undefined : { ...caller, spanId: ownId(identity.span, redrives - 1) }
    const begin = (): Span => withIds(this.#trace, this.#own, () => tracer.startSpan(name, options, parent))
    this.span = begin()
    this.context = trace.setSpan(ROOT_CONTEXT, this.span)
    if (!this.span.isRecording()) return
    const { traceId, spanId, traceFlags } = this.span.spanContext()
    if (before !== undefined) {
      const context: SpanContext = { traceId, traceFlags, spanId: before.spanId }
      this.span.addLink({ context, attributes: { "stepwright.link": "redrive" } })
    }
    if (spanId !== this.#own && !warned) {
      warned = true
      diag.warn("Spans of executions have parents that nobody exports: the tracer provider needs StepwrightIds.")
    }
  }

  get recording(): boolean {
    return this.span.isRecording()
  }

  get spanContext(): SpanContext | undefined {
    const context = this.span.spanContext()
    return isSpanContextValid(context) ? context : undefined
  }

  /** The context of a span that belongs to this one, from what tells it from all others. */
  part(place: string): SpanContext {
    const { traceId, traceFlags, traceState } = this.span.spanContext()
    const spanId = partId(this.#own, place)
    return { traceId, spanId, traceFlags, ...(traceState === undefined ? {} : { traceState }) }
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
    return withIds(this.#trace, partId(this.#own, place), () =>
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
