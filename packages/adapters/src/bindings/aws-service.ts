/** A service of AWS that resources can be bound to: its SDK's package, and what Step Functions calls it. */
export interface AwsService {
  readonly package: string
  readonly client: string
  /** What error names begin with in `aws-sdk:` integrations. */
  readonly sdkName: string
}

const services: Readonly<Record<string, AwsService>> = {
  dynamodb: { package: "@aws-sdk/client-dynamodb", client: "DynamoDBClient", sdkName: "DynamoDb" },
  eventbridge: { package: "@aws-sdk/client-eventbridge", client: "EventBridgeClient", sdkName: "EventBridge" },
  lambda: { package: "@aws-sdk/client-lambda", client: "LambdaClient", sdkName: "Lambda" },
  s3: { package: "@aws-sdk/client-s3", client: "S3Client", sdkName: "S3" },
  sns: { package: "@aws-sdk/client-sns", client: "SNSClient", sdkName: "Sns" },
  sqs: { package: "@aws-sdk/client-sqs", client: "SQSClient", sdkName: "Sqs" },
}

/** What Step Functions offers as integrations of its own, and what error names begin with there. */
const optimized: Readonly<Record<string, { readonly service: string; readonly errors: string }>> = {
  "dynamodb:deleteItem": { service: "dynamodb", errors: "DynamoDB" },
  "dynamodb:getItem": { service: "dynamodb", errors: "DynamoDB" },
  "dynamodb:putItem": { service: "dynamodb", errors: "DynamoDB" },
  "dynamodb:updateItem": { service: "dynamodb", errors: "DynamoDB" },
  "events:putEvents": { service: "eventbridge", errors: "EventBridge" },
  "lambda:invoke": { service: "lambda", errors: "Lambda" },
  "sns:publish": { service: "sns", errors: "SNS" },
  "sqs:sendMessage": { service: "sqs", errors: "SQS" },
}

/** A call of AWS's that a resource is. */
export type AwsCall =
  /** A Lambda function by its name or ARN: it is sent the input, and its answer is the output. */
  | { readonly kind: "function"; readonly service: AwsService }
  /** An action: it is sent the input as its members. */
  | {
      readonly kind: "action"
      readonly service: AwsService
      /** `SendMessage` */
      readonly command: string
      readonly errors: string
      /** An integration of Step Functions' own, by its name; it says and takes a little more than the action. */
      readonly optimized?: string
    }

/** The services that there are, for messages. */
export const awsServices: string = Object.keys(services).join(", ")

/** @param resource - `sqs:sendMessage`, `aws-sdk:s3:getObject`, a function's name or ARN; undefined for any other. */
export function awsCallOf(resource: string): AwsCall | undefined {
  const { lambda } = services
  if (lambda !== undefined && (/^arn:[^:]*:lambda:/.test(resource) || /^[\w-]+$/.test(resource))) {
    return { kind: "function", service: lambda }
  }
  const own = Object.hasOwn(optimized, resource) ? optimized[resource] : undefined
  const [, named = "", action = ""] = /^aws-sdk:(\w+):(\w+)$/.exec(resource) ?? []
  const name = own?.service ?? named
  const service = Object.hasOwn(services, name) ? services[name] : undefined
  if (service === undefined) return undefined
  if (own === undefined) return { kind: "action", service, command: commandOf(action), errors: service.sdkName }
  const command = commandOf(resource.slice(resource.indexOf(":") + 1))
  return { kind: "action", service, command, errors: own.errors, optimized: resource }
}

/**
 * The service that a key's resources are of, as far as it says so: the packages of the others are looked for when they are
 * called. `none`: no resource that the key stands for can be called at AWS.
 */
export function awsServiceOf(key: string): AwsService | "none" | undefined {
  if (!key.includes("*")) return awsCallOf(key)?.service ?? "none"
  if (/^arn:[^:]*:lambda:/.test(key)) return services["lambda"]
  const [, own, sdk] = /^(?:aws-sdk:(\w+):|(\w+):)/.exec(key) ?? []
  const name = own ?? sdk
  if (name === undefined || name === "arn") return undefined
  const known = Object.hasOwn(services, name) ? services[name] : undefined
  return known ?? (name === "events" ? services["eventbridge"] : "none")
}

function commandOf(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1)
}
