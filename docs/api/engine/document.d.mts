import { n as JsonObject, t as Json } from "./json.mjs";
/** The query language of a state: how its expressions read data. ASL's default is `JSONPath`. */
type QueryLanguage = "JSONPath" | "JSONata";
/** A parsed and checked state machine: what stands in an `.asl.json` file, unchanged. */
interface StateMachineDefinition extends StateMap {
  readonly Comment?: string;
  readonly Version?: string;
  readonly TimeoutSeconds?: number;
}
/** A start state and the states reachable from it: the root, a Parallel branch, or a Map's processor. */
interface StateMap {
  readonly Comment?: string;
  readonly QueryLanguage?: QueryLanguage;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}
type StateDefinition = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;
type StateType = StateDefinition["Type"];
interface CommonFields {
  readonly Comment?: string;
  readonly QueryLanguage?: QueryLanguage;
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  readonly Assign?: JsonObject;
  readonly Output?: Json;
}
interface Continues {
  readonly Next?: string;
  readonly End?: boolean;
}
interface Catches {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly ResultSelector?: JsonObject;
  readonly ResultPath?: string | null;
}
interface PassState extends CommonFields, Continues {
  readonly Type: "Pass";
  readonly Result?: Json;
  readonly Parameters?: Json;
  readonly ResultPath?: string | null;
}
interface TaskState extends CommonFields, Continues, Catches {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Parameters?: Json;
  readonly Arguments?: Json;
  readonly Credentials?: JsonObject;
  readonly TimeoutSeconds?: number | string;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number | string;
  readonly HeartbeatSecondsPath?: string;
}
interface ChoiceState extends CommonFields {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}
/** A JSONPath rule (`Variable` and one operator, or And/Or/Not) or a JSONata rule (`Condition`). */
interface ChoiceRule {
  readonly Condition?: string | boolean;
  readonly Next?: string;
  readonly Assign?: JsonObject;
  readonly Output?: Json;
  readonly Comment?: string;
  readonly Variable?: string;
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly [operator: string]: Json | readonly ChoiceRule[] | ChoiceRule | undefined;
}
interface WaitState extends CommonFields, Continues {
  readonly Type: "Wait";
  readonly Seconds?: number | string;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}
interface SucceedState extends CommonFields {
  readonly Type: "Succeed";
}
interface FailState extends CommonFields {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}
interface ParallelState extends CommonFields, Continues, Catches {
  readonly Type: "Parallel";
  readonly Branches: readonly StateMap[];
  readonly Parameters?: Json;
  readonly Arguments?: Json;
}
interface MapState extends CommonFields, Continues, Catches {
  readonly Type: "Map";
  readonly ItemProcessor?: ItemProcessor;
  /** Legacy spelling of `ItemProcessor`. */
  readonly Iterator?: ItemProcessor;
  readonly ItemsPath?: string;
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  /** Legacy spelling of `ItemSelector`. */
  readonly Parameters?: Json;
  readonly MaxConcurrency?: number | string;
  readonly MaxConcurrencyPath?: string;
  readonly ToleratedFailureCount?: number | string;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number | string;
  readonly ToleratedFailurePercentagePath?: string;
  readonly Label?: string;
  readonly ItemReader?: JsonObject;
  readonly ItemBatcher?: JsonObject;
  readonly ResultWriter?: JsonObject;
}
interface ItemProcessor extends StateMap {
  readonly ProcessorConfig?: {
    readonly Mode?: "INLINE" | "DISTRIBUTED";
    readonly ExecutionType?: "STANDARD" | "EXPRESS";
  };
}
interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "NONE" | "FULL";
  readonly Comment?: string;
}
interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
  readonly Assign?: JsonObject;
  readonly Output?: Json;
  readonly Comment?: string;
}
export { WaitState as _, ItemProcessor as a, PassState as c, StateDefinition as d, StateMachineDefinition as f, TaskState as g, SucceedState as h, FailState as i, QueryLanguage as l, StateType as m, ChoiceRule as n, MapState as o, StateMap as p, ChoiceState as r, ParallelState as s, Catcher as t, Retrier as u };