// What the engine does, told to OpenTelemetry. Needs `@opentelemetry/api`; which SDK stands behind it is the caller's.
export { openTelemetry, type OpenTelemetryOptions } from "./open-telemetry.ts"
export {
  type CounterName,
  type GaugeName,
  type HistogramName,
  type Metric,
  type MetricName,
  metricTable,
} from "./metric-table.ts"
export { StepwrightIds } from "./span-ids.ts"
