import type { Call } from "../task/call.ts"
import { unknownShape } from "../tree/index.ts"
import { batch, ecs, glue, lambda } from "./compute.ts"
import { dynamodb } from "./dynamodb.ts"
import { events, sns, sqs } from "./messaging.ts"
import { service, serviceCall } from "./service.ts"

/** AWS services as typed calls: on AWS, Step Functions calls them itself; elsewhere a resource handler does. */
export const aws: {
  readonly dynamodb: typeof dynamodb
  readonly sqs: typeof sqs
  readonly sns: typeof sns
  readonly events: typeof events
  readonly lambda: typeof lambda
  readonly batch: typeof batch
  readonly ecs: typeof ecs
  readonly glue: typeof glue
  /**
   * Any action of the AWS SDK, as `s3:getObject`. `O` is its result, by the author's word.
   * @param args - as the service's API reference names them, in PascalCase.
   */
  readonly sdk: <O = unknown>(action: `${string}:${string}`, args: unknown) => Call<O>
  /** Any other integration of Step Functions, as `ecs:runTask` with the suffix `.sync`. */
  readonly service: typeof service
} = {
  dynamodb,
  sqs,
  sns,
  events,
  lambda,
  batch,
  ecs,
  glue,
  sdk: (action, args) => serviceCall(`aws-sdk:${action}`, args, unknownShape),
  service,
}
