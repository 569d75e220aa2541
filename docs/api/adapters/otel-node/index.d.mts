import { t as OpenTelemetryOptions } from "../open-telemetry.mjs";
import { Telemetry } from "@stepwright/engine";
import { NodeSDKConfiguration } from "@opentelemetry/sdk-node";
/** Telemetry with the SDK that exports it. */
interface StartedTelemetry {
  /** For `startEngine`, `createWorker` and `createClient`. */
  readonly telemetry: Telemetry;
  /** Exports what is left. Call it after the engine was closed. */
  shutdown(): Promise<void>;
}
/**
 * Sets the SDK up by the environment (`OTEL_SERVICE_NAME`, `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_TRACES_SAMPLER`, …) and
 * by what it is given, which goes before, and registers it as the process's own. Call it before whatever is to be
 * instrumented is imported.
 * @param sdk - The SDK's own configuration. Ids are always Stepwright's.
 */
export declare function startTelemetry(sdk?: Partial<Omit<NodeSDKConfiguration, "idGenerator">>, options?: Pick<OpenTelemetryOptions, "measuredPerSecond">): StartedTelemetry;
export type { StartedTelemetry };