import { n as JsonObject, t as Json } from "./json.mjs";
/**
 * One event of an execution's history, flat: the details that AWS nests under a per-type name stand beside `type`.
 * Histories are a projection of the journal and never stored beside it.
 */
interface HistoryEvent {
  /** From 1, without gaps. */
  readonly id: number;
  /** The event that led to this one on the same line of control; 0 for the first two events. */
  readonly previousEventId: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** AWS's event type: `TaskStateEntered`, `LambdaFunctionScheduled`, … */
  readonly type: string;
  /** The state's name. */
  readonly name?: string;
  /** A Map iteration's index. */
  readonly index?: number;
  /** How many items a Map has. */
  readonly length?: number;
  readonly input?: Json;
  readonly output?: Json;
  readonly parameters?: Json;
  readonly assignedVariables?: JsonObject;
  readonly resource?: string;
  readonly resourceType?: string;
  readonly region?: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
  readonly taskCredentials?: {
    readonly roleArn: Json;
  };
  readonly error?: string;
  readonly cause?: string;
  /** `EvaluationFailed`: the field that failed, and the state it stands in. */
  readonly location?: string;
  readonly state?: string;
  readonly mapRunArn?: string;
  readonly redriveCount?: number;
  readonly roleArn?: string;
  /** Of an activity: who took the task. */
  readonly workerName?: string;
}
export { HistoryEvent as t };