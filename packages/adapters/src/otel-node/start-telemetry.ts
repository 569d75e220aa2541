import { NodeSDK, type NodeSDKConfiguration } from "@opentelemetry/sdk-node"
import type { Telemetry } from "@stepwright/engine"

import { openTelemetry, type OpenTelemetryOptions } from "../otel/open-telemetry.ts"
import { StepwrightIds } from "../otel/span-ids.ts"

/** Telemetry with the SDK that exports it. */
export interface StartedTelemetry {
  /** For `startEngine`, `createWorker` and `createClient`. */
  readonly telemetry: Telemetry
  /** Exports what is left. Call it after the engine was closed. */
  shutdown(): Promise<void>
}

/**
 * Sets the SDK up by the environment (`OTEL_SERVICE_NAME`, `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_TRACES_SAMPLER`, …) and
 * by what it is given, which goes before, and registers it as the process's own. Call it before whatever is to be
 * instrumented is imported.
 * @param sdk - The SDK's own configuration. Ids are always Stepwright's.
 */
export function startTelemetry(
  sdk: Partial<Omit<NodeSDKConfiguration, "idGenerator">> = {},
  options: Pick<OpenTelemetryOptions, "measuredPerSecond"> = {},
): StartedTelemetry {
  const node = new NodeSDK({ ...sdk, idGenerator: new StepwrightIds() })
  node.start()
  return { telemetry: openTelemetry(options), shutdown: async () => await node.shutdown() }
}
