import type { Json } from "../asl/json.ts"
import type { RunTask } from "./command.ts"
import { errorFields, type Failure } from "./failure.ts"
import type { Frame } from "./frame.ts"
import type { TaskResource } from "./resource.ts"
import type { EventDetails, Step } from "./step.ts"

/** The first events of an attempt: `Scheduled` and `Started`. An activity's come when its facts come. */
export function attemptBegan(step: Step, frame: Frame, resource: TaskResource, order: RunTask): void {
  if (resource.events === "Activity") return
  const task = resource.events === "Task"
  step.event(
    frame,
    task ? "TaskScheduled" : "LambdaFunctionScheduled",
    step.recording ? scheduled(step, resource, order) : {},
  )
  step.event(frame, task ? "TaskStarted" : "LambdaFunctionStarted", step.recording && task ? named(resource) : {})
}

/** Writes what an activity's answer implies: that it was scheduled, and that a worker took it. */
export function activityReached(
  step: Step,
  frame: Frame,
  resource: TaskResource,
  order: () => RunTask,
  stage: number,
  worker?: string,
): void {
  if (frame.submitted < 1 && stage >= 1) {
    step.event(frame, "ActivityScheduled", step.recording ? scheduled(step, resource, order()) : {})
  }
  if (frame.submitted < 2 && stage >= 2)
    step.event(frame, "ActivityStarted", worker === undefined ? {} : { workerName: worker })
  frame.submitted = Math.max(frame.submitted, stage)
}

/** `TaskSubmitted`, `TaskSucceeded`, `LambdaFunctionSucceeded`, `ActivitySucceeded`. */
export function attemptAnswered(
  step: Step,
  frame: Frame,
  resource: TaskResource,
  what: "Submitted" | "Succeeded",
  output: Json,
): void {
  step.event(frame, eventType(resource, what), step.recording ? { ...named(resource), output } : {})
}

/** `TaskFailed`, `TaskSubmitFailed`, `LambdaFunctionTimedOut`, … */
export function attemptFailed(
  step: Step,
  frame: Frame,
  resource: TaskResource,
  what: "Failed" | "SubmitFailed" | "TimedOut",
  failure: Failure,
): void {
  step.event(frame, eventType(resource, what), step.recording ? { ...named(resource), ...errorFields(failure) } : {})
}

function eventType(resource: TaskResource, what: string): string {
  return `${resource.events === "Lambda" ? "LambdaFunction" : resource.events}${what}`
}

function named(resource: TaskResource): EventDetails {
  return resource.events === "Task" ? { resourceType: resource.resourceType, resource: resource.action } : {}
}

function scheduled(step: Step, resource: TaskResource, order: RunTask): EventDetails {
  const { timeoutSeconds, heartbeatSeconds, credentials } = order
  return {
    ...(resource.events === "Task"
      ? { ...named(resource), region: regionOf(step.run.header.id), parameters: order.input }
      : { resource: resource.arn, input: order.input }),
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
    ...(credentials === undefined ? {} : { taskCredentials: { roleArn: credentials.RoleArn ?? null } }),
  }
}

function regionOf(arn: string): string {
  return arn.startsWith("arn:") ? (arn.split(":", 4)[3] ?? "") : ""
}
