import type { IncomingMessage, ServerResponse } from "node:http"

import { PrometheusExporter } from "@opentelemetry/exporter-prometheus"
import { MeterProvider } from "@opentelemetry/sdk-metrics"
import { openTelemetry } from "@stepwright/adapters/otel"
import type { Telemetry } from "@stepwright/engine"

/** What a worker counts, in the text format of Prometheus. */
export interface WorkerMetrics {
  readonly telemetry: Telemetry
  answer(request: IncomingMessage, response: ServerResponse): void
}

/** The metrics of `docs/telemetry.md`, collected when they are asked for. */
export function workerMetrics(): WorkerMetrics {
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const meterProvider = new MeterProvider({ readers: [exporter] })
  return {
    telemetry: openTelemetry({ meterProvider }),
    answer: (request, response) => exporter.getMetricsRequestHandler(request, response),
  }
}
