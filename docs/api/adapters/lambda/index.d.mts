import { Handled, Task } from "@stepwright/dsl";
import { Telemetry } from "@stepwright/engine";
import { TaskAnswer } from "@stepwright/engine/handler";
import * as Sdk from "@aws-sdk/client-sfn";
/** What is used of the context that Lambda's runtime gives a handler. (AWS: "Using the Lambda context object") */
interface LambdaContext {
  readonly awsRequestId: string;
  /** Milliseconds until Lambda ends the invocation. */
  getRemainingTimeInMillis(): number;
}
/** A function's entry as Lambda's Node.js runtime calls it. */
type LambdaEntry<Answer> = (event: unknown, context: LambdaContext) => Promise<Answer>;
/** Answers by task token; the state machine waits for it (`.waitForTaskToken`). */
interface TokenAnswers {
  readonly heartbeatSeconds: number | undefined;
  beat(token: string): Promise<void>;
  succeed(token: string, answer: TaskAnswer): Promise<void>;
  fail(token: string, failure: Omit<Sdk.SendTaskFailureInput, "taskToken">): Promise<void>;
}
interface TokenAnswersOptions {
  /** The shortest `heartbeat` of the task's steps: how often one is sent depends on it. Default: 15. */
  readonly heartbeatSeconds?: number;
  /** What the SDK's client is made with. Default: by the function's environment; calls are tried 6 times. */
  readonly client?: Sdk.SFNClientConfig;
}
/**
 * Answers tokens by AWS's SDK, which Lambda's runtime brings: it is loaded with the function, not with its first answer, and
 * only by functions whose tasks have a heartbeat.
 */
export declare function tokenAnswers({ heartbeatSeconds, client }?: TokenAnswersOptions): TokenAnswers;
interface LambdaHandlerOptions {
  /** Answers for tasks with a heartbeat: `tokenAnswers()`. Default: a request with a token is refused. */
  readonly answers?: TokenAnswers;
  /** Is told what the handler does: OpenTelemetry, by `@stepwright/adapters/otel`. Default: nobody is. */
  readonly telemetry?: Telemetry;
}
/**
 * Makes a task's Lambda function: it takes the plan's envelope, checks input and output by the task's schemas, and fails as
 * the task does, in Lambda's words. A task that is awaited by token is answered by token; what the function returns then
 * is not looked at.
 * @example export const handler = lambdaHandler(chargeCard)
 * @throws {Error} `Stepwright.Unbound`: a task without a handler
 */
export declare function lambdaHandler(given: Handled | Task, { answers, telemetry }?: LambdaHandlerOptions): LambdaEntry<TaskAnswer>;
export type { LambdaContext, LambdaEntry, LambdaHandlerOptions, TokenAnswers, TokenAnswersOptions };