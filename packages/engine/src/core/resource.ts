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
}

/** Reads a `Resource`: a service integration, a Lambda function, an activity, or anything a resource binding serves. */
export function parseResource(arn: string): TaskResource {
  if (arn.startsWith("arn:aws:states:::") || /^arn:aws[\w-]*:states:::/.test(arn)) {
    const rest = arn.slice(arn.indexOf(":::") + 3)
    const colon = rest.startsWith("aws-sdk:") ? rest.indexOf(":", 8) : rest.indexOf(":")
    const action = colon < 0 ? rest : rest.slice(colon + 1)
    const pattern = action.endsWith(".waitForTaskToken")
      ? "callback"
      : /\.sync(:\d+)?$/.test(action)
        ? "sync"
        : "request-response"
    return { arn, pattern, events: "Task", resourceType: colon < 0 ? rest : rest.slice(0, colon), action }
  }
  if (/^arn:aws[\w-]*:states:[^:]*:[^:]*:activity:/.test(arn)) {
    return { arn, pattern: "activity", events: "Activity", resourceType: "activity", action: arn }
  }
  return { arn, pattern: "request-response", events: "Lambda", resourceType: "lambda", action: arn }
}
