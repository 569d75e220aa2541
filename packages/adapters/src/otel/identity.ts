import { type Context, ROOT_CONTEXT, type SpanContext, SpanKind, trace } from "@opentelemetry/api"
import type { ObservedExecution } from "@stepwright/engine"

import { digest } from "./digest.ts"
import { readTraceContext } from "./trace-context.ts"

/** What an execution is called in traces, and what it is part of: the same wherever it is taken up. */
export class Identity {
  /** 32 hexadecimal digits: its caller's trace, or one of its own. */
  readonly traceId: string
  /** In which its span is begun: its caller's, or none. */
  readonly parent: Context
  readonly kind: SpanKind
  readonly #id: string
  readonly #startedAt: number

  constructor({ id, startedAt, caller }: Pick<ObservedExecution, "id" | "startedAt" | "caller">) {
    this.#id = id
    this.#startedAt = startedAt
    const calling = caller === undefined ? undefined : readTraceContext(caller)
    this.traceId = calling?.traceId ?? digest(id, startedAt, 32)
    this.parent = calling === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, calling)
    this.kind = calling === undefined ? SpanKind.INTERNAL : SpanKind.CONSUMER
  }

  /**
   * Its span's id: 16 hexadecimal digits.
   * @param redrives - How often it was redriven: each time it has another span.
   */
  spanId(redrives: number): string {
    return digest(`span/${redrives}/${this.#id}`, this.#startedAt, 16)
  }

  /** The context of its span, where that is not recorded. */
  unrecorded(redrives: number, traceState: SpanContext["traceState"]): SpanContext {
    const context = { traceId: this.traceId, spanId: this.spanId(redrives), traceFlags: 0 }
    return traceState === undefined ? context : { ...context, traceState }
  }
}

/**
 * The id of a span that is part of an execution's: 16 hexadecimal digits.
 * @param own - The execution's span's.
 * @param place - What tells the part from all others.
 */
export function partId(own: string, place: string): string {
  return digest(own + place, 0, 16)
}
