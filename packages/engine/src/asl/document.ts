import type { Json, JsonObject } from "./json.ts"

/** The query language of a state: how its expressions read data. ASL's default is `JSONPath`. */
export type QueryLanguage = "JSONPath" | "JSONata"

/** A parsed and checked state machine: what stands in an `.asl.json` file, unchanged. */
export interface StateMachineDefinition extends StateMap {
  readonly Comment?: string
  readonly Version?: string
  readonly TimeoutSeconds?: number
}

/** A start state and the states reachable from it: the root, a Parallel branch, or a Map's processor. */
export interface StateMap {
  readonly Comment?: string
  readonly QueryLanguage?: QueryLanguage
  readonly StartAt: string
  readonly States: Readonly<Record<string, StateDefinition>>
}

export type StateDefinition =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState

export type StateType = StateDefinition["Type"]

interface CommonFields {
  readonly Comment?: string
  readonly QueryLanguage?: QueryLanguage
  readonly InputPath?: string | null
  readonly OutputPath?: string | null
  readonly Assign?: JsonObject
  readonly Output?: Json
}

interface Continues {
  readonly Next?: string
  readonly End?: boolean
}

interface Catches {
  readonly Retry?: readonly Retrier[]
  readonly Catch?: readonly Catcher[]
  readonly ResultSelector?: JsonObject
  readonly ResultPath?: string | null
}

export interface PassState extends CommonFields, Continues {
  readonly Type: "Pass"
  readonly Result?: Json
  readonly Parameters?: Json
  readonly ResultPath?: string | null
}

export interface TaskState extends CommonFields, Continues, Catches {
  readonly Type: "Task"
  readonly Resource: string
  readonly Parameters?: Json
  readonly Arguments?: Json
  readonly Credentials?: JsonObject
  readonly TimeoutSeconds?: number | string
  readonly TimeoutSecondsPath?: string
  readonly HeartbeatSeconds?: number | string
  readonly HeartbeatSecondsPath?: string
}

export interface ChoiceState extends CommonFields {
  readonly Type: "Choice"
  readonly Choices: readonly ChoiceRule[]
  readonly Default?: string
}

/** A JSONPath rule (`Variable` and one operator, or And/Or/Not) or a JSONata rule (`Condition`). */
export interface ChoiceRule {
  readonly Condition?: string | boolean
  readonly Next?: string
  readonly Assign?: JsonObject
  readonly Output?: Json
  readonly Comment?: string
  readonly Variable?: string
  readonly And?: readonly ChoiceRule[]
  readonly Or?: readonly ChoiceRule[]
  readonly Not?: ChoiceRule
  readonly [operator: string]: Json | readonly ChoiceRule[] | ChoiceRule | undefined
}

export interface WaitState extends CommonFields, Continues {
  readonly Type: "Wait"
  readonly Seconds?: number | string
  readonly SecondsPath?: string
  readonly Timestamp?: string
  readonly TimestampPath?: string
}

export interface SucceedState extends CommonFields {
  readonly Type: "Succeed"
}

export interface FailState extends CommonFields {
  readonly Type: "Fail"
  readonly Error?: string
  readonly ErrorPath?: string
  readonly Cause?: string
  readonly CausePath?: string
}

export interface ParallelState extends CommonFields, Continues, Catches {
  readonly Type: "Parallel"
  readonly Branches: readonly StateMap[]
  readonly Parameters?: Json
  readonly Arguments?: Json
}

export interface MapState extends CommonFields, Continues, Catches {
  readonly Type: "Map"
  readonly ItemProcessor?: ItemProcessor
  /** Legacy spelling of `ItemProcessor`. */
  readonly Iterator?: ItemProcessor
  readonly ItemsPath?: string
  readonly Items?: Json
  readonly ItemSelector?: Json
  /** Legacy spelling of `ItemSelector`. */
  readonly Parameters?: Json
  readonly MaxConcurrency?: number | string
  readonly MaxConcurrencyPath?: string
  readonly ToleratedFailureCount?: number | string
  readonly ToleratedFailureCountPath?: string
  readonly ToleratedFailurePercentage?: number | string
  readonly ToleratedFailurePercentagePath?: string
  readonly Label?: string
  readonly ItemReader?: JsonObject
  readonly ItemBatcher?: JsonObject
  readonly ResultWriter?: JsonObject
}

export interface ItemProcessor extends StateMap {
  readonly ProcessorConfig?: {
    readonly Mode?: "INLINE" | "DISTRIBUTED"
    readonly ExecutionType?: "STANDARD" | "EXPRESS"
  }
}

export interface Retrier {
  readonly ErrorEquals: readonly string[]
  readonly IntervalSeconds?: number
  readonly MaxAttempts?: number
  readonly BackoffRate?: number
  readonly MaxDelaySeconds?: number
  readonly JitterStrategy?: "NONE" | "FULL"
  readonly Comment?: string
}

export interface Catcher {
  readonly ErrorEquals: readonly string[]
  readonly Next: string
  readonly ResultPath?: string | null
  readonly Assign?: JsonObject
  readonly Output?: Json
  readonly Comment?: string
}
