import type { TaskResource } from "../core/resource.ts"
import { dynamodb } from "./responses/dynamodb.ts"
import { events } from "./responses/events.ts"
import { kms } from "./responses/kms.ts"
import { lambda } from "./responses/lambda.ts"
import { s3 } from "./responses/s3.ts"
import { secretsmanager } from "./responses/secretsmanager.ts"
import { sns } from "./responses/sns.ts"
import { sqs } from "./responses/sqs.ts"
import { ssm } from "./responses/ssm.ts"
import { stepfunctions } from "./responses/stepfunctions.ts"
import { anything, type Shape } from "./shape.ts"

const services: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  dynamodb,
  events,
  eventbridge: events,
  kms,
  lambda,
  s3,
  secretsmanager,
  sfn: stepfunctions,
  sns,
  sqs,
  ssm,
  states: stepfunctions,
}

/**
 * What a service integration answers: its operation's response, or for `.sync` that of the operation which the service
 * polls. Undefined where any JSON may come: a function's or activity's result, a token's answer, and the operations
 * that no table here describes.
 */
export function responseShape({ events: family, pattern, resourceType, action }: TaskResource): Shape | undefined {
  if (family !== "Task" || pattern === "callback") return undefined
  const sdk = resourceType.startsWith("aws-sdk:")
  const service = sdk ? resourceType.slice(8) : resourceType
  const operations = Object.hasOwn(services, service) ? services[service] : undefined
  if (operations === undefined) return undefined
  if (pattern === "sync") {
    if (action === "startExecution.sync") return operations.describeExecution
    return action === "startExecution.sync:2" ? parsed(operations.describeExecution, "Output") : undefined
  }
  const shape = Object.hasOwn(operations, action) ? operations[action] : undefined
  // The optimised integration answers the function's JSON in place of its bytes.
  return service === "lambda" && action === "invoke" && !sdk ? parsed(shape, "Payload") : shape
}

/** A response one member of which the integration has parsed. */
function parsed(shape: Shape | undefined, member: string): Shape | undefined {
  return shape?.kind === "structure" ? { ...shape, members: { ...shape.members, [member]: anything } } : shape
}
