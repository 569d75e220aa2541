import type { Tracer } from "@opentelemetry/api"

import type { Metrics } from "./metrics.ts"

/** What spans and metrics are made with. */
export interface Scope {
  readonly tracer: Tracer
  readonly metrics: Metrics
}
