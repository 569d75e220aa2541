import type { Tracer } from "@opentelemetry/api"

import type { Metrics } from "./metrics.ts"
import type { Sampling } from "./sampling.ts"

/** What spans and metrics are made with. */
export interface Scope {
  readonly tracer: Tracer
  readonly sampling: Sampling
  readonly metrics: Metrics
}
