import { createTraceState, isSpanContextValid, type SpanContext } from "@opentelemetry/api"
import type { TraceContext } from "@stepwright/engine"

const traceparent = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.*)?$/

/** Reads W3C's form; undefined for anything that is none. (W3C Trace Context, 3.2) */
export function readTraceContext(context: TraceContext): SpanContext | undefined {
  const match = traceparent.exec(context.traceparent)
  if (match === null || context.traceparent.startsWith("ff")) return undefined
  const [, traceId = "", spanId = "", flags = ""] = match
  const { tracestate } = context
  const read: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(tracestate === undefined ? {} : { traceState: createTraceState(tracestate) }),
  }
  return isSpanContextValid(read) ? read : undefined
}

/** Writes W3C's form; undefined for a context that stands for no span. */
export function writeTraceContext(context: SpanContext | undefined): TraceContext | undefined {
  if (context === undefined || !isSpanContextValid(context)) return undefined
  const { traceId, spanId, traceFlags, traceState } = context
  const flags = (traceFlags & 0xff).toString(16).padStart(2, "0")
  const tracestate = traceState?.serialize() ?? ""
  const written = { traceparent: `00-${traceId}-${spanId}-${flags}` }
  return tracestate === "" ? written : { ...written, tracestate }
}
