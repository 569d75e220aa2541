import { n as openTelemetry, t as OpenTelemetryOptions } from "../open-telemetry.mjs";
/** What a metric is: as the instruments are made of it, and as `docs/telemetry.md` lists it. */
interface Metric {
  /** Counters and gauges are read when a reader collects. */
  readonly kind: "counter" | "gauge" | "histogram";
  /** UCUM, as the semantic conventions ask for. */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
}
type CounterName = "stepwright.execution.started" | "stepwright.execution.ended" | "stepwright.task.attempts" | "stepwright.task.retries" | "stepwright.compensation.attempts" | "stepwright.dead_letter.written" | "stepwright.lease.lost" | "stepwright.session.lost";
type HistogramName = "stepwright.execution.duration" | "stepwright.state.duration" | "stepwright.task.duration" | "stepwright.commit.duration" | "stepwright.commit.size";
type GaugeName = "stepwright.queue.depth" | "stepwright.queue.age" | "stepwright.queue.unserved" | "stepwright.worker.executions" | "stepwright.worker.handlers" | "nodejs.eventloop.delay.p99" | "nodejs.eventloop.delay.max";
type MetricName = CounterName | HistogramName | GaugeName;
/** Every metric by its name. */
export declare const metricTable: Readonly<Record<MetricName, Metric>>;
/**
 * The `idGenerator` of a tracer provider. The spans of executions have ids that every process derives alike, so that one
 * which goes on with an execution gives its spans the parents that the last one began; all others are random.
 */
export declare class StepwrightIds {
  generateTraceId(): string;
  generateSpanId(): string;
}
export { type CounterName, type GaugeName, type HistogramName, type Metric, type MetricName, type OpenTelemetryOptions, openTelemetry };