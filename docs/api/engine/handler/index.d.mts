import { n as TaskRequest, t as TaskAnswer } from "../envelope.mjs";
import { n as executionNameOf } from "../execution-name.mjs";
import { t as Json } from "../json.mjs";
import { z } from "zod";
/** A task's failure as the workflow sees it. */
interface TaskFailure {
  readonly error?: string;
  readonly cause?: string;
}
/** Errors of the checks around a handler. */
type RefusalName = "Stepwright.InputInvalid" | "Stepwright.OutputInvalid";
/** Raised by the checks around a handler: its name is the ASL error, its message the cause. */
declare class Refusal extends Error {
  readonly name: string;
  constructor(name: RefusalName, message: string);
}
/**
 * What was thrown by a task's handler, as a Lambda's wrapper reports it: the error's `name` (of a class
 * that sets none, the class's) as ASL error name, and as
 * cause the JSON `{ errorType, errorMessage, trace }`. A name that ASL cannot carry is replaced, and the cause says so.
 */
export declare function taskFailure(thrown: unknown): Required<TaskFailure>;
/** Error name and message of what was thrown by a task's handler; of a name as {@link taskFailure}. */
export declare function thrownError(thrown: unknown): ThrownError;
/** What of an error a workflow is told. */
interface ThrownError {
  readonly name: string;
  readonly message: string;
}
/** What did not fit which schema. */
interface Misfitting {
  readonly task: string;
  readonly side: "input" | "output";
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
}
/** What a task fails with whose input or output does not fit its schema: with every problem. */
export declare function misfit({ task, side, schema, value }: Misfitting, error: z.core.$ZodError): Refusal;
/**
 * What a value reads as once it was written as JSON: a copy that nobody else holds. `undefined` becomes null.
 * @throws {TypeError} for what JSON cannot hold: a cycle, a BigInt.
 */
export declare function jsonValue(value: unknown): Json;
/** Whether a payload is an envelope that this release knows. */
export declare function isTaskRequest(payload: Json): payload is Json & TaskRequest;
export { type TaskAnswer, type TaskFailure, type TaskRequest, type ThrownError, executionNameOf };