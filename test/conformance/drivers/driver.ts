import type { HistoryEvent } from "@stepwright/engine"
import type { Json } from "@stepwright/engine/asl"

import type { ExecutionCase } from "../case.ts"
import type { MockBook } from "../mocks.ts"

/** Executes cases on one implementation: the bare core, or the engine over a backend. Time is simulated. */
export interface Driver {
  execute(test: ExecutionCase, mocks: MockBook): Observed | Promise<Observed>
  close?(): Promise<void>
}

/** What an execution came to. */
export interface Observed {
  readonly status: string
  readonly output?: Json | undefined
  readonly error?: string | undefined
  readonly cause?: string | undefined
  readonly history: readonly HistoryEvent[]
}

/** The ids that executions of cases go by; recordings hold wildcards in their place. */
export const identity = {
  id: "arn:aws:states:us-east-1:111111111111:execution:machine:run",
  name: "run",
  stateMachine: { id: "arn:aws:states:us-east-1:111111111111:stateMachine:machine", name: "machine" },
  roleArn: "arn:aws:iam::111111111111:role/conformance",
}

/** When simulated time begins: 2025-01-01. */
export const beginning: number = Date.UTC(2025, 0, 1)
