// OpenTelemetry's SDK for Node set up for Stepwright. Needs `@opentelemetry/sdk-node`.
export { startTelemetry, type StartedTelemetry } from "./start-telemetry.ts"
