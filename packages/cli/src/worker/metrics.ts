import type { IncomingMessage, ServerResponse } from "node:http"

import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus"
import { MeterProvider, type ResourceMetrics } from "@opentelemetry/sdk-metrics"
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
  const serializer = new PrometheusSerializer()
  return {
    telemetry: openTelemetry({ meterProvider }),
    answer(_, response) {
      exporter.collect().then(
        ({ resourceMetrics }) => {
          response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" })
          // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the exporter's own result, of its own enums
          response.end(serializer.serialize(withUnits(resourceMetrics)))
        },
        (error: unknown) => {
          response.writeHead(500, { "content-type": "text/plain; charset=utf-8" })
          response.end(`# ${String(error).replaceAll("\n", " ")}\n`)
        },
      )
    },
  }
}

/** Units that a name in Prometheus ends with; those in braces are none. (OpenTelemetry: Prometheus compatibility) */
const units: Readonly<Record<string, string>> = { s: "seconds" }

/**
 * The same metrics under names that end with their units, which the serializer leaves out: as the Collector and Prometheus
 * itself name what comes by OTLP, so that one dashboard and one set of rules do for both.
 */
function withUnits(metrics: ResourceMetrics): ResourceMetrics {
  const scopeMetrics = metrics.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics.map((metric) => {
      const { name, unit } = metric.descriptor
      const suffix = units[unit]
      return suffix === undefined
        ? metric
        : { ...metric, descriptor: { ...metric.descriptor, name: `${name}_${suffix}`, unit: suffix } }
    }),
  }))
  return { ...metrics, scopeMetrics }
}
