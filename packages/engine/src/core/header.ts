import type { Json } from "../asl/json.ts"

/** What an execution is, fixed at its start: the first entry of its journal. A stored format. */
export interface ExecutionHeader {
  /** Format and core version that wrote the journal. */
  readonly version: number
  /** The execution's ARN or id, as `$states.context.Execution.Id` shows it. */
  readonly id: string
  /** 1–80 characters, unique per state machine. */
  readonly name: string
  readonly stateMachine: { readonly id: string; readonly name: string }
  readonly roleArn: string
  readonly input: Json
  /** Names the pseudo-random function of this execution. */
  readonly seed: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** The token of an idempotency key handed in by a parent; defaults to `id`. */
  readonly rootKey?: string
  /** Of a distributed Map's child execution: whose processor it runs, instead of the machine from its start. */
  readonly map?: {
    /** The Map's name. */
    readonly state: string
  }
}
