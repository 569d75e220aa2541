import { context } from "@opentelemetry/api"
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks"
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics"
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  ParentBasedSampler,
  type ReadableSpan,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-base"
import { openTelemetry, StepwrightIds } from "@stepwright/adapters/otel"
import type { Telemetry } from "@stepwright/engine"

/** Takes spans as an exporter does, and forgets them: the network is not what is measured. */
class Nowhere extends InMemorySpanExporter {
  override export(spans: ReadableSpan[], done: Parameters<InMemorySpanExporter["export"]>[1]): void {
    super.export(spans, done)
    this.reset()
  }
}

/** The SDK as a service sets it up: spans in batches, metrics every second, context that follows promises. */
export function sampledTelemetry(share: number): { readonly telemetry: Telemetry; shutdown(): Promise<void> } {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const tracerProvider = new BasicTracerProvider({
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    idGenerator: new StepwrightIds(),
    spanProcessors: [new BatchSpanProcessor(new Nowhere())],
  })
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA)
  const meterProvider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1000 })],
  })
  return {
    telemetry: openTelemetry({ tracerProvider, meterProvider }),
    async shutdown() {
      await tracerProvider.shutdown()
      await meterProvider.shutdown()
    },
  }
}
