import { isJsonObject, type Json } from "@stepwright/engine/asl"

import type { Parameter } from "../template.ts"

/** What a deployment is asked for, by the field in which a resource stands. */
interface Asked {
  readonly what: string
  readonly pattern: string
  readonly expected: string
}

const asked: Readonly<Record<string, Asked>> = {
  TableName: { what: "The name of the DynamoDB table", pattern: "^[A-Za-z0-9_.-]{3,255}$", expected: "a table's name" },
  QueueUrl: {
    what: "The URL of the SQS queue",
    pattern: "^https://sqs\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[0-9]{12}/[A-Za-z0-9_-]{1,80}(\\.fifo)?$",
    expected: "a queue's URL, as https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
  },
  Bucket: {
    what: "The name of the S3 bucket",
    pattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    expected: "a bucket's name",
  },
  FunctionName: {
    what: "The name of the Lambda function",
    pattern: "^[A-Za-z0-9_-]{1,64}$",
    expected: "a function's name",
  },
  EventBusName: {
    what: "The name of the event bus",
    pattern: "^[A-Za-z0-9_./-]{1,256}$",
    expected: "an event bus's name",
  },
}

const anyArn: Omit<Asked, "what"> = {
  pattern: '^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[^"\\\\]+$',
  expected: "an ARN, as arn:aws:service:region:account:resource",
}

/** The parameter that asks for what stands behind `resource(…)`. */
export function resourceParameter(field: string, resource: string, workflows: readonly string[]): Parameter {
  const known = asked[field]
  const { what, pattern, expected } =
    known ??
    (isArnField(field)
      ? { what: `The ARN (${field})`, ...anyArn }
      : { what: `The ${field}`, pattern: '^[^"\\\\]+$', expected: "a text without quotation marks and backslashes" })
  return {
    Type: "String",
    Description: `${what} that ${workflows.join(", ")} knows as '${resource}'.`,
    AllowedPattern: pattern,
    ConstraintDescription: `must be ${expected}`,
  }
}

/** Whether a field is given an ARN. */
export function isArnField(field: string): boolean {
  return /(?:Arn|ARN)$/.test(field)
}

/** The fields of a definition in which a placeholder stands, by name. */
export function fieldsOf(definition: Json, placeholder: string): readonly string[] {
  const fields = new Set<string>()
  const look = (value: Json, field: string): void => {
    if (typeof value === "string" && value.includes(`\${${placeholder}}`)) fields.add(field)
    if (Array.isArray(value)) for (const item of value as readonly Json[]) look(item, field)
    else if (isJsonObject(value)) for (const [key, inner] of Object.entries(value)) look(inner ?? null, key)
  }
  look(definition, "")
  return [...fields].toSorted()
}
