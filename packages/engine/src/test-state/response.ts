import type { RefusalCode } from "./refusal.ts"

/** What AWS's TestState answers. */
export type TestStateResponse = TestStateResult | { readonly exception: TestStateException }

/** Why a call was refused. */
export interface TestStateException {
  readonly code: RefusalCode
  readonly message: string
}

/** How the state went. Data stands as JSON text. */
export interface TestStateResult {
  readonly exception?: never
  /** `RETRIABLE`: a retrier would try again. `CAUGHT_ERROR`: a catcher took the error. */
  readonly status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR"
  readonly output?: string
  readonly error?: string
  readonly cause?: string
  /** Absent where the state ends its line of control or failed. */
  readonly nextState?: string
  /** From level `DEBUG` on. */
  readonly inspectionData?: TestStateInspection
}

/** How the data flowed: those stages that the state has and reached. */
export interface TestStateInspection extends InspectedData, InspectedNumbers {
  readonly errorDetails?: TestStateErrorDetails
}

/** JSON texts. */
interface InspectedData {
  readonly input?: string
  readonly afterInputPath?: string
  readonly afterParameters?: string
  readonly afterArguments?: string
  readonly result?: string
  readonly afterResultSelector?: string
  readonly afterResultPath?: string
  readonly afterItemsPath?: string
  readonly afterItemsPointer?: string
  /** Each iteration's input. */
  readonly afterItemSelector?: string
  readonly afterItemBatcher?: string
  /** Those given and those assigned. */
  readonly variables?: string
}

interface InspectedNumbers {
  /** 0: no bound. */
  readonly maxConcurrency?: number
  readonly toleratedFailureCount?: number
  readonly toleratedFailurePercentage?: number
}

/** Which handler took the error. */
export interface TestStateErrorDetails {
  readonly catchIndex?: number
  readonly retryIndex?: number
  readonly retryBackoffIntervalSeconds?: number
}

/** The name of a stage of the data. */
export type Stage = keyof InspectedData
