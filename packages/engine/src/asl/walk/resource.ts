import { isJsonObject, type JsonObject } from "../json.ts"
import type { Check } from "./fields.ts"
import { refuse, warn, type Walk } from "./walk.ts"

/** The core reads a Resource as an activity by the same rule. */
const activity = /(?:^|:)activity[:_-]/
const integration = /^arn:aws[\w-]*:states:::/

/** Measured on AWS: services whose optimised integration never runs a job, and those that never call back. */
const jobless = ["lambda", "sns", "sqs", "dynamodb", "events", "apigateway", "aws-sdk", "bedrock-agentcore"]
const callbackless = [
  "athena",
  "batch",
  "bedrock-agentcore",
  "codebuild",
  "databrew",
  "dynamodb",
  "elasticmapreduce",
  "emr-containers",
  "emr-serverless",
  "glue",
  "mediaconvert",
  "sagemaker",
]

/** Whether a service has the pattern that the ARN asks of it. Only a nested execution's has a second form of its job. */
function isRecognized(arn: string): boolean {
  const [, service = "", pattern] = /:states:::([\w-]+):.*?(\.sync(?::2)?|\.waitForTaskToken)$/.exec(arn) ?? []
  if (pattern === ".sync:2" && service !== "states") return false
  return !(pattern?.startsWith(".sync") === true ? jobless : pattern === undefined ? [] : callbackless).includes(
    service,
  )
}

/** A Task's `Resource`: a constant. An Express workflow has neither activities nor jobs nor callbacks. */
export const resource: Check = (value, location, walk) => {
  if (typeof value !== "string") return refuse(walk, location, "Expected value of type [STRING]")
  if (value === "") return refuse(walk, location, "Value cannot be empty")
  if (value.startsWith("{%")) return refuse(walk, location, "Value is not a valid resource ARN")
  if (!value.startsWith("arn:") && !value.includes("${") && !activity.test(value)) {
    warn(walk, location, "Value is not a valid resource ARN", "INVALID_RESOURCE")
  }
  if (!isRecognized(value)) refuse(walk, location, `The resource provided ${value} is not recognized`)
  if (walk.express) checkExpress(value, location, walk)
}

/** Measured on AWS (September 2026): what a call of these integrations must name. */
const requiredFields: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:getItem": ["TableName", "Key"],
  "dynamodb:putItem": ["TableName", "Item"],
  "ecs:runTask": ["TaskDefinition"],
  "events:putEvents": ["Entries"],
  "glue:startJobRun": ["JobName"],
  "lambda:invoke": ["FunctionName"],
  "sns:publish": ["Message"],
  "sqs:sendMessage": ["QueueUrl", "MessageBody"],
  "states:startExecution": ["StateMachineArn"],
}

/** What AWS refuses of a call to a service. Only a warning: it accepted some of it when executions were recorded. */
function checkCall(state: JsonObject, arn: string, location: string, walk: Walk): void {
  const [, called = ""] = /:states:::([\w-]+:\w+)/.exec(arn) ?? []
  const field = walk.language === "JSONata" ? "Arguments" : "Parameters"
  const given = state[field]
  if (given === undefined) {
    return warn(walk, location, `${field} field is required for resource ARN: ${arn}`, "SUSPICIOUS_VALUE")
  }
  if (!isJsonObject(given)) return
  for (const name of requiredFields[called] ?? []) {
    if (Object.hasOwn(given, name) || (walk.language === "JSONPath" && Object.hasOwn(given, `${name}.$`))) continue
    warn(walk, `${location}/${field}`, `The field '${name}' is required but was missing`, "SUSPICIOUS_VALUE")
  }
}

/** What a Task's fields say together. */
export function checkTask(state: JsonObject, location: string, walk: Walk): void {
  const { Resource: arn, Credentials: credentials, TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat > timeout) {
    refuse(walk, location, "'HeartbeatSeconds' cannot be greater than 'TimeoutSeconds'")
  }
  if (typeof arn !== "string") return
  if (integration.test(arn)) checkCall(state, arn, location, walk)
  if (credentials !== undefined && activity.test(arn) && !integration.test(arn)) {
    refuse(walk, `${location}/Credentials`, "The field 'Credentials' is not supported for activities")
  }
}

/** `Credentials`: names a role. */
function checkCredentials(value: JsonObject, location: string, walk: Walk): void {
  const names = walk.language === "JSONPath" ? ["RoleArn", "RoleArn.$"] : ["RoleArn"]
  if (names.some((name) => Object.hasOwn(value, name))) return
  refuse(walk, location, "The field 'RoleArn' is required but was missing")
}

/** Only an object can be looked into. */
export const credentials =
  (check: Check): Check =>
  (value, location, walk) => {
    check(value, location, walk)
    if (isJsonObject(value)) checkCredentials(value, location, walk)
  }

function checkExpress(arn: string, location: string, walk: Walk): void {
  if (!integration.test(arn)) {
    if (activity.test(arn)) refuse(walk, location, "Express state machine does not support Activity ARN")
    return
  }
  const pattern = /\.waitForTaskToken$/.exec(arn)?.[0] ?? /\.sync(?=(?::\d+)?$)/.exec(arn)?.[0]
  if (pattern === undefined) return
  // The blank at the end is AWS's.
  refuse(walk, location, `Express state machine does not support '${pattern}' service integration `)
}
