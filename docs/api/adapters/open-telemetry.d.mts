import { Telemetry } from "@stepwright/engine";
import { MeterProvider, TracerProvider } from "@opentelemetry/api";
interface OpenTelemetryOptions {
  /** Goes by `StepwrightIds`. Default: the global one. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider;
  /**
   * Of how many executions a second, per worker, the durations of states and tasks are measured, at most. What is
   * counted is counted of all. Default 20; 0 for none.
   */
  readonly measuredPerSecond?: number;
}
/**
 * Telemetry by OpenTelemetry: give the same one to every client and worker of a process. Call it once the providers are
 * registered, or hand them in.
 * @throws {EngineError} `LIMIT_INVALID`
 */
declare function openTelemetry(options?: OpenTelemetryOptions): Telemetry;
export { openTelemetry as n, OpenTelemetryOptions as t };