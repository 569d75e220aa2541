import type { IntegrationPattern } from "./command.ts"

/** What a Task state's `Resource` says. */
export interface TaskResource {
  readonly arn: string
  readonly pattern: IntegrationPattern
  /** Which family of history events it writes. */
  readonly events: "Lambda" | "Task" | "Activity"
  /** `lambda`, `dynamodb`, `aws-sdk:s3`: the event's `resourceType`. */
  readonly resourceType: string
  /** `invoke`, `putItem.waitForTaskToken`: the event's `resource`. */
  readonly action: string
  /** What AWS calls it in a cause: the service's name, or the ARN of a function or activity. */
  readonly resourceName: string
}

/**
 * Reads a `Resource`: a service integration, an activity (by its ARN, or by a bare name that begins with `activity`),
 * or a Lambda function or anything else that a resource binding serves.
 */
export function parseResource(arn: string): TaskResource {
  if (/^arn:aws[\w-]*:states:::/.test(arn)) return integration(arn, arn.slice(arn.indexOf(":::") + 3))
  if (/(^|:)activity[:_-]/.test(arn)) {
    return { arn, pattern: "activity", events: "Activity", resourceType: "activity", action: arn, resourceName: arn }
  }
  return { arn, pattern: "request-response", events: "Lambda", resourceType: "lambda", action: arn, resourceName: arn }
}

function integration(arn: string, rest: string): TaskResource {
  const colon = rest.startsWith("aws-sdk:") ? rest.indexOf(":", 8) : rest.indexOf(":")
  const action = colon < 0 ? rest : rest.slice(colon + 1)
  const resourceType = colon < 0 ? rest : rest.slice(0, colon)
  return { arn, pattern: patternOf(action), events: "Task", resourceType, action, resourceName: resourceType }
}

function patternOf(action: string): IntegrationPattern {
  if (action.endsWith(".waitForTaskToken")) return "callback"
  return /\.sync(:\d+)?$/.test(action) ? "sync" : "request-response"
}
