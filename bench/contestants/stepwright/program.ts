import type { EngineOptions, Startable } from "@stepwright/engine"

/** A workload as our engine runs it. */
export interface BenchProgram {
  readonly workflow: EngineOptions["workflows"][number] & Startable<unknown>
  readonly handlers: NonNullable<EngineOptions["handlers"]>
  /** What an execution is given; `due` is of use to what sleeps. */
  readonly inputOf: (due: number) => unknown
  /** How every execution must end. */
  readonly ends: "SUCCEEDED" | "FAILED"
}
