import type { JsonObject } from "../asl/json.ts"

/** What AWS's TestState is asked. Data stands as JSON text, as it does there. */
export interface TestStateRequest {
  /** One state, or with `stateName` a whole state machine: text, or the object. */
  readonly definition: string | JsonObject
  /** The state of the machine that is meant, at any level. */
  readonly stateName?: string
  /** The raw state input. Default `{}`. */
  readonly input?: string
  /** Default `INFO`: the outcome. `DEBUG` and `TRACE` add how the data flowed. */
  readonly inspectionLevel?: string
  /** Needed for a Task that is really called. */
  readonly roleArn?: string
  readonly revealSecrets?: boolean
  /** What the work of a Task, Map or Parallel state comes to. */
  readonly mock?: TestStateMock
  /** The context object; only with a mock. Default: one of an execution of its own. */
  readonly context?: string
  /** Variables by name without `$`. */
  readonly variables?: string
  readonly stateConfiguration?: TestStateConfiguration
}

/** A mocked outcome: `result` or `errorOutput`. */
export interface TestStateMock {
  readonly result?: string
  readonly errorOutput?: { readonly error?: string; readonly cause?: string }
  /**
   * `STRICT`, the default: the result has all required members and conforms to the service's response. `PRESENT`: what
   * is there conforms. `NONE`: anything goes.
   */
  readonly fieldValidationMode?: string
}

/** What happened in and before the state. */
export interface TestStateConfiguration {
  /** Attempts that the retrier of the mocked error has made. Default 0. */
  readonly retrierRetryCount?: number
  /** The state inside the Map or Parallel that raised the mocked error. */
  readonly errorCausedByState?: string
  /** Iterations of the Map that failed. Default 0. */
  readonly mapIterationFailureCount?: number
  /** What the ItemReader read, as it stands in its source. */
  readonly mapItemReaderData?: string
}
