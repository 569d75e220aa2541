import type { Json, JsonObject } from "../../asl/json.ts"
import { QueryError } from "../../query/query-error.ts"
import type { Template } from "../../query/scope.ts"
import type { RunTask } from "../command.ts"
import { EvalScope } from "../eval-scope.ts"
import type { TaskFailed, TaskSubmitted, TaskSucceeded, TaskTimedOut } from "../fact.ts"
import { failState } from "../fail-state.ts"
import { executing, type Failure } from "../failure.ts"
import { effectiveInput, leave } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledTask } from "../machine.ts"
import { isCancelled } from "../is-cancelled.ts"
import { pathOf } from "../path.ts"
import { oversizedResult } from "../quotas.ts"
import { Step } from "../step.ts"
import { activityReached, attemptAnswered, attemptBegan, attemptFailed } from "../task-events.ts"

/** A Task state: orders one attempt, with everything evaluated anew. Its answer is {@link answered}. */
export function begin(step: Step, frame: Frame, state: CompiledTask): boolean {
  const order = orderOf(step, frame, state, frame.seq + 1)
  attemptBegan(step, frame, state.resource, order)
  frame.submitted = 0
  step.wait(frame, "task")
  step.order(order)
  return false
}

/**
 * The order that stands for a Task frame's attempt. Evaluated again for an attempt that is under way it comes out the
 * same, provided that the step's time is that of the attempt.
 */
export function orderOf(step: Step, frame: Frame, state: CompiledTask, seq: number): RunTask {
  const { pattern } = state.resource
  const input = effectiveInput(step, frame, state)
  const scope = new EvalScope(step, frame, input)
  // Recorded: a `.sync` call may hand out a token as well.
  const token = pattern === "request-response" ? undefined : step.machine.taskToken(step.run.header, frame.id, seq)
  scope.token = token
  const { seconds: most } = step.machine.limits
  const timeoutSeconds = seconds(state, state.timeoutSeconds, scope, "TimeoutSeconds", most)
  const heartbeatSeconds = seconds(state, state.heartbeatSeconds, scope, "HeartbeatSeconds", most)
  checkHeartbeat(state, timeoutSeconds, heartbeatSeconds)
  const credentials = state.credentials?.(scope) as JsonObject | undefined // Credentials is an object
  return {
    type: "RunTask",
    frame: frame.id,
    seq,
    state: state.name,
    path: pathOf(step, frame),
    resource: state.resource.arn,
    pattern,
    input: state.arguments === undefined ? input : state.arguments(scope),
    stateInput: frame.input,
    retryCount: frame.retryCount,
    timeoutSeconds,
    heartbeatSeconds,
    token: pattern === "sync" && !scope.contextRead ? undefined : token,
    credentials,
    sinceMs: step.at,
    entered: frame.enteredEvent,
  }
}

/** A task's answer. */
export function answered(
  step: Step,
  frame: Frame,
  state: CompiledTask,
  fact: TaskSubmitted | TaskSucceeded | TaskFailed | TaskTimedOut,
): boolean {
  const { resource } = state
  if (fact.type === "TaskSubmitted") {
    submitted(step, frame, state, fact.output)
    return false
  }
  if (resource.events === "Activity") {
    if (fact.type === "TaskFailed" && fact.error === "States.Runtime" && frame.submitted === 0) {
      return failState(step, frame, unscheduled(frame, state, fact.cause))
    }
    activityReached(
      step,
      frame,
      resource,
      () => orderOf(step, frame, state, frame.seq),
      fact.type === "TaskTimedOut" ? 1 : 2,
    )
  }
  if (fact.type === "TaskSucceeded") return succeeded(step, frame, state, fact.output)
  const failure: Failure =
    fact.type === "TaskFailed"
      ? { error: fact.error, cause: fact.cause, ...(fact.again === true ? { again: true } : {}) }
      : fact.reason === "timeout"
        ? { error: "States.Timeout", cause: undefined }
        : { error: "States.Timeout", cause: undefined, alias: "States.HeartbeatTimeout" }
  attemptFailed(step, frame, resource, fact.type === "TaskFailed" ? failed(frame, state, fact) : "TimedOut", failure)
  return failState(step, frame, failure)
}

function submitted(step: Step, frame: Frame, state: CompiledTask, output: Json): void {
  const { resource } = state
  if (resource.events === "Activity") {
    const worker = typeof output === "string" ? output : undefined
    return activityReached(
      step,
      frame,
      resource,
      () => orderOf(step, frame, state, frame.seq),
      frame.submitted + 1,
      worker,
    )
  }
  frame.submitted = 1
  if (step.cancelled !== undefined && isCancelled(step, frame, state)) cancelChild(step, frame, state)
  if (resource.events === "Task") attemptAnswered(step, frame, resource, "Submitted", output)
}

/** A child workflow is cancelled with its parent, which waits until it has come to its end. */
export function cancelChild(step: Step, frame: Frame, state: CompiledTask): void {
  const { pattern, resourceType, action } = state.resource
  if (pattern !== "sync" || frame.submitted === 0 || resourceType !== "states" || !action.startsWith("startExecution"))
    return
  const at = new Step(step.machine, step.run, frame.since, undefined)
  step.order({ type: "CancelChild", frame: frame.id, seq: frame.seq, order: orderOf(at, frame, state, frame.seq) })
}

function succeeded(step: Step, frame: Frame, state: CompiledTask, output: Json): boolean {
  const { resource } = state
  const tooLarge = oversizedResult(step.machine.limits, resource.resourceName, output)
  if (tooLarge !== undefined) {
    attemptFailed(step, frame, resource, "Failed", tooLarge)
    return failState(step, frame, tooLarge)
  }
  attemptAnswered(step, frame, resource, "Succeeded", output)
  return leave(step, frame, state, output)
}

/** Retry and Catch do not tell a call that failed from what it had submitted; the history does. */
function failed(frame: Frame, { resource }: CompiledTask, { submit }: TaskFailed): "SubmitFailed" | "Failed" {
  const { pattern } = resource
  const submits = resource.events === "Task" && (pattern === "sync" || pattern === "callback")
  return submit === true && submits && frame.submitted === 0 ? "SubmitFailed" : "Failed"
}

function unscheduled(
  frame: Frame,
  state: CompiledTask,
  cause = `The activity ${state.resource.arn} does not exist.`,
): Failure {
  return { error: "States.Runtime", cause: executing(state.name, frame.enteredEvent, cause) }
}

function seconds(
  state: CompiledTask,
  template: Template | undefined,
  scope: EvalScope,
  field: string,
  most: number,
): number | undefined {
  if (template === undefined) return undefined
  const value = template(scope)
  const positive = typeof value === "number" && Number.isInteger(value) && value > 0
  if (positive && value <= most) return value
  const error = state.jsonata ? "States.QueryEvaluationError" : "States.Runtime"
  const wanted = positive ? `at most ${most}` : "a positive integer"
  throw new QueryError(error, `The ${field} field must be ${wanted} but was: ${JSON.stringify(value)}`, field)
}

/** A heartbeat is shorter than the timeout. (AWS: Task state) Its validator lets two literals be equal. */
function checkHeartbeat(state: CompiledTask, timeout: number | undefined, heartbeat: number | undefined): void {
  if (state.literalSeconds || timeout === undefined || heartbeat === undefined || heartbeat < timeout) return
  const error = state.jsonata ? "States.QueryEvaluationError" : "States.Runtime"
  const cause = `The HeartbeatSeconds field must be smaller than TimeoutSeconds, ${timeout}, but was: ${heartbeat}`
  throw new QueryError(error, cause, "HeartbeatSeconds")
}
