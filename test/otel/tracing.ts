import { context, trace, type SpanContext } from "@opentelemetry/api"
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks"
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base"
import { openTelemetry, type OpenTelemetryOptions, StepwrightIds } from "@stepwright/adapters/otel"
import type { Telemetry } from "@stepwright/engine"

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

/** What one process has: a provider, and what it exports. */
export interface Process {
  readonly provider: BasicTracerProvider
  readonly telemetry: Telemetry
  /** What it has exported, in that order. */
  spans(): readonly ReadableSpan[]
}

export function newProcess(sampler?: Sampler, options: OpenTelemetryOptions = {}): Process {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({
    ...(sampler === undefined ? {} : { sampler }),
    idGenerator: new StepwrightIds(),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
  const telemetry = openTelemetry({ tracerProvider: provider, ...options })
  return { provider, telemetry, spans: () => exporter.getFinishedSpans() }
}

/** Does something inside of a span of a process's own code. */
export async function inSpan<T>(process: Process, name: string, act: () => Promise<T>): Promise<[T, SpanContext]> {
  const span = process.provider.getTracer("test").startSpan(name)
  try {
    return [await context.with(trace.setSpan(context.active(), span), act), span.spanContext()]
  } finally {
    span.end()
  }
}

/** What is drawn of a span. */
export type Drawable = Pick<ReadableSpan, "name" | "attributes" | "parentSpanContext" | "spanContext">

/** Spans as an indented tree, in the order in which they began. Commits are left out: how many there are is chance. */
export function drawn(spans: readonly Drawable[], parent: string | undefined, depth = 0): string[] {
  return spans
    .filter((span) => span.parentSpanContext?.spanId === parent && span.name !== "commit")
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .flatMap((span) => {
      const error = span.attributes["error.type"]
      const line = `${"  ".repeat(depth)}${span.name}${error === undefined ? "" : ` !${String(error)}`}`
      return [line, ...drawn(spans, span.spanContext().spanId, depth + 1)]
    })
}

/** The order of events: times alone leave it open. */
function placeOf({ attributes }: Drawable): number {
  return Number(attributes["stepwright.history.event_id"] ?? attributes["stepwright.task.attempt"] ?? 0)
}
