import { aws, resource } from "@stepwright/dsl"

import { here } from "../kit/facts.ts"
import type { Request } from "../kit/policy.ts"
import type { Answers } from "../kit/resolve.ts"
import { calling, each, type Integration, s3, table, within } from "./integration.ts"

function sdk(
  action: string,
  args: object,
  calls: readonly Request[],
  neighbours: readonly Request[],
  answers: Answers = {},
): Integration {
  return {
    title: `aws-sdk:${action}`,
    workflow: calling((w) => w.run(aws.sdk(action as "s3:getObject", args))),
    calls,
    neighbours,
    answers,
  }
}

/** Calls by AWS's SDK. */
export const bySdk: readonly Integration[] = [
  sdk(
    "s3:getObject",
    { Bucket: "in", Key: "a/b" },
    each("s3:GetObject", s3("in/a/b")),
    each("s3:GetObject", s3("in/a/c")),
  ),
  sdk(
    "s3:putObject",
    { Bucket: resource("out"), Key: "a", Body: "x" },
    each("s3:PutObject", s3("the-out/a")),
    [...each("s3:PutObject", s3("the-out/b")), ...each("s3:PutObject", s3("other/a"))],
    { OutBucket: "the-out" },
  ),
  sdk("s3:headObject", { Bucket: "in", Key: "a" }, each("s3:GetObject", s3("in/a")), each("s3:GetObject", s3("in/b"))),
  sdk("s3:listObjectsV2", { Bucket: "in" }, each("s3:ListBucket", s3("in")), each("s3:ListBucket", s3("in-2"))),
  sdk(
    "s3:copyObject",
    { Bucket: "out", Key: "a", CopySource: "in/a" },
    [...each("s3:GetObject", s3("in/a")), ...each("s3:PutObject", s3("out/a"))],
    [...each("s3:GetObject", s3("in/b")), ...each("s3:PutObject", s3("out/b"))],
  ),
  sdk(
    "s3:deleteObjects",
    { Bucket: "out", Delete: {} },
    within("s3:DeleteObject", s3("out/a")),
    each("s3:DeleteObject", s3("in/a")),
  ),
  sdk(
    "dynamodb:query",
    { TableName: "orders" },
    each("dynamodb:Query", table("orders")),
    each("dynamodb:Query", table("orders-2")),
  ),
  sdk(
    "dynamodb:query",
    { TableName: "orders", IndexName: "by-date" },
    each("dynamodb:Query", `${table("orders")}/index/by-date`),
    [...each("dynamodb:Query", table("orders")), ...each("dynamodb:Query", `${table("orders")}/index/by-name`)],
  ),
  sdk(
    "dynamodb:batchWriteItem",
    { RequestItems: { orders: [], stock: [] } },
    [...each("dynamodb:BatchWriteItem", table("orders")), ...each("dynamodb:BatchWriteItem", table("stock"))],
    each("dynamodb:BatchWriteItem", table("people")),
  ),
  sdk(
    "dynamodb:batchGetItem",
    { RequestItems: { orders: {} } },
    each("dynamodb:BatchGetItem", table("orders")),
    each("dynamodb:BatchGetItem", table("stock")),
  ),
  sdk(
    "dynamodb:transactWriteItems",
    {
      TransactItems: [
        { Put: { TableName: "orders" } },
        { Update: { TableName: "stock" } },
        { Delete: { TableName: "carts" } },
        { ConditionCheck: { TableName: "people" } },
      ],
    },
    [
      ...each("dynamodb:PutItem", table("orders")),
      ...each("dynamodb:UpdateItem", table("stock")),
      ...each("dynamodb:DeleteItem", table("carts")),
      ...each("dynamodb:ConditionCheckItem", table("people")),
    ],
    [
      ...each("dynamodb:PutItem", table("people")),
      ...each("dynamodb:UpdateItem", table("people")),
      ...each("dynamodb:DeleteItem", table("people")),
      ...each("dynamodb:ConditionCheckItem", table("stock")),
    ],
  ),
  sdk(
    "dynamodb:transactGetItems",
    { TransactItems: [{ Get: { TableName: "a" } }] },
    each("dynamodb:GetItem", table("a")),
    each("dynamodb:GetItem", table("b")),
  ),
  sdk(
    "sfn:startSyncExecution",
    { StateMachineArn: `${here("states")}stateMachine:quick` },
    each("states:StartSyncExecution", `${here("states")}stateMachine:quick`),
    [
      ...each("states:StartExecution", `${here("states")}stateMachine:quick`),
      ...each("states:StartSyncExecution", `${here("states")}stateMachine:slow`),
    ],
  ),
  sdk(
    "eventbridge:putEvents",
    { Entries: [{ EventBusName: "orders" }] },
    each("events:PutEvents", `${here("events")}event-bus/orders`),
    each("events:PutEvents", `${here("events")}event-bus/default`),
  ),
  sdk(
    "secretsmanager:getSecretValue",
    { SecretId: "bank" },
    each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:bank-a1B2c3`),
    [
      ...each("secretsmanager:GetSecretValue", `${here("secretsmanager")}secret:bank-2-a1B2c3`),
      ...each("secretsmanager:PutSecretValue", `${here("secretsmanager")}secret:bank-a1B2c3`),
    ],
  ),
  sdk(
    "ssm:getParameter",
    { Name: "/shop/rate" },
    each("ssm:GetParameter", `${here("ssm")}parameter/shop/rate`),
    each("ssm:GetParameter", `${here("ssm")}parameter/shop/rate/2`),
  ),
  sdk(
    "kinesis:putRecord",
    { StreamName: "clicks" },
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks`),
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks-2`),
  ),
  sdk(
    "kinesis:putRecord",
    { StreamARN: `${here("kinesis")}stream/clicks` },
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks`),
    each("kinesis:PutRecord", `${here("kinesis")}stream/clicks-2`),
  ),
  sdk(
    "firehose:putRecord",
    { DeliveryStreamName: "f" },
    each("firehose:PutRecord", `${here("firehose")}deliverystream/f`),
    each("firehose:PutRecord", `${here("firehose")}deliverystream/g`),
  ),
  sdk(
    "kms:encrypt",
    { KeyId: "k-1" },
    each("kms:Encrypt", `${here("kms")}key/k-1`),
    each("kms:Encrypt", `${here("kms")}key/k-12`),
  ),
  sdk(
    "lambda:invoke",
    { FunctionName: "price" },
    each("lambda:InvokeFunction", `${here("lambda")}function:price`),
    each("lambda:InvokeFunction", `${here("lambda")}function:price-2`),
  ),
  sdk(
    "sqs:receiveMessage",
    { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/q" },
    each("sqs:ReceiveMessage", `${here("sqs")}q`),
    each("sqs:ReceiveMessage", `${here("sqs")}q2`),
  ),
  sdk(
    "sns:publish",
    { TopicArn: `${here("sns")}t` },
    each("sns:Publish", `${here("sns")}t`),
    each("sns:Publish", `${here("sns")}t2`),
  ),
  sdk(
    "bedrockruntime:invokeModel",
    { ModelId: "m" },
    each("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/m"),
    each("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/m2"),
  ),
  sdk(
    "sagemakerruntime:invokeEndpoint",
    { EndpointName: "e" },
    each("sagemaker:InvokeEndpoint", `${here("sagemaker")}endpoint/e`),
    each("sagemaker:InvokeEndpoint", `${here("sagemaker")}endpoint/e2`),
  ),
  sdk(
    "athena:getWorkGroup",
    { WorkGroup: "w" },
    each("athena:GetWorkGroup", `${here("athena")}workgroup/w`),
    each("athena:GetWorkGroup", `${here("athena")}workgroup/w2`),
  ),
  sdk(
    "glue:getJobRuns",
    { JobName: "j" },
    each("glue:GetJobRuns", `${here("glue")}job/j`),
    each("glue:GetJobRuns", `${here("glue")}job/j2`),
  ),
  sdk(
    "codebuild:startBuild",
    { ProjectName: "p" },
    each("codebuild:StartBuild", `${here("codebuild")}project/p`),
    each("codebuild:StartBuild", `${here("codebuild")}project/p2`),
  ),
  sdk("translate:translateText", { Text: "t" }, each("translate:TranslateText", "*"), []),
]
