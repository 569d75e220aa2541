import type { Json, JsonObject } from "../../asl/json.ts"
import { prf } from "../../query/prf.ts"
import { QueryError } from "../../query/query-error.ts"
import type { Template } from "../../query/scope.ts"
import type { RunTask } from "../command.ts"
import type { TaskFailed, TaskSubmitted, TaskSucceeded, TaskTimedOut } from "../fact.ts"
import { type Failure } from "../failure.ts"
import { effectiveInput, enterEvent, errorFields, fail, guarded, leave } from "../flow.ts"
import type { CompiledTask } from "../machine.ts"
import type { Frame, WaitingForTask } from "../run.ts"
import { StateScope } from "../state-scope.ts"
import type { EventDetails, Step } from "../step.ts"

/** A Task state: one attempt is ordered; its answer resumes it. */
export function enterTask(step: Step, before: Frame, state: CompiledTask): void {
  order(step, enterEvent(step, before, state), state)
}

/** A retrier's backoff ended: the next attempt, with everything evaluated anew. */
export function retryTask(step: Step, frame: Frame, state: CompiledTask): void {
  order(step, frame, state)
}

function order(step: Step, frame: Frame, state: CompiledTask): void {
  guarded(step, frame.id, () => {
    const token = tokenOf(step, frame, state)
    const input = effectiveInput(step, frame, state)
    const scope = new StateScope(step, frame, input, token === undefined ? {} : { token })
    const timeoutSeconds = seconds(state.timeoutSeconds, scope, "TimeoutSeconds")
    const heartbeatSeconds = seconds(state.heartbeatSeconds, scope, "HeartbeatSeconds")
    const credentials = state.credentials?.(scope) as JsonObject | undefined // Credentials is an object
    const waiting: WaitingForTask = {
      for: "task",
      input: state.arguments === undefined ? input : state.arguments(scope),
      sinceMs: step.at,
      submitted: false,
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
      ...(token === undefined ? {} : { token }),
      ...(credentials === undefined ? {} : { credentials }),
    }
    scheduled(step, frame, state, waiting)
  })
}

function scheduled(step: Step, before: Frame, state: CompiledTask, waiting: WaitingForTask): void {
  const { resource } = state
  const limits = {
    ...(waiting.timeoutSeconds === undefined ? {} : { timeoutInSeconds: waiting.timeoutSeconds }),
    ...(waiting.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: waiting.heartbeatSeconds }),
  }
  let frame = before
  if (resource.events === "Task") {
    const { resourceType, action } = resource
    frame = step.eventOf(frame, "TaskScheduled", () => ({
      resourceType,
      resource: action,
      parameters: waiting.input,
      region: regionOf(step.run.header.id),
      ...limits,
    }))
    frame = step.eventOf(frame, "TaskStarted", () => ({ resourceType, resource: action }))
  } else {
    const family = resource.events === "Lambda" ? "LambdaFunction" : "Activity"
    frame = step.eventOf(frame, `${family}Scheduled`, () => ({
      resource: resource.arn,
      input: waiting.input,
      ...limits,
    }))
    frame = step.eventOf(frame, `${family}Started`)
  }
  frame = step.wait(frame, waiting)
  step.commands.push(runTask(step, frame, state, waiting))
}

/** The order that a waiting Task frame stands for. */
export function runTask(step: Step, frame: Frame, state: CompiledTask, waiting: WaitingForTask): RunTask {
  return {
    type: "RunTask",
    frame: frame.id,
    seq: frame.seq,
    state: state.name,
    path: pathOf(step, frame),
    resource: state.resource.arn,
    pattern: state.resource.pattern,
    input: waiting.input,
    stateInput: frame.input,
    retryCount: frame.retryCount,
    ...(waiting.timeoutSeconds === undefined ? {} : { timeoutSeconds: waiting.timeoutSeconds }),
    ...(waiting.heartbeatSeconds === undefined ? {} : { heartbeatSeconds: waiting.heartbeatSeconds }),
    ...(waiting.token === undefined ? {} : { token: waiting.token }),
    ...(waiting.credentials === undefined ? {} : { credentials: waiting.credentials }),
  }
}

function pathOf(step: Step, frame: Frame): string {
  const own = `${step.stateOf(frame).name}#${frame.enteredEvent}`
  const parent = step.frames.get(frame.parent)
  return parent === undefined ? own : `${pathOf(step, parent)}[${frame.index}]/${own}`
}

/** Deterministic, so that a replay hands out the same one; unguessable by the execution's secret seed. */
function tokenOf(step: Step, frame: Frame, state: CompiledTask): string | undefined {
  const { pattern } = state.resource
  if (pattern !== "callback" && pattern !== "activity") return undefined
  const { seed } = step.run.header
  const words = [0, 1, 2, 3].map((index) =>
    prf(`${seed}/${frame.id}/${frame.seq}/token`, index).toString(16).padStart(8, "0"),
  )
  return `${frame.id}.${frame.seq + 1}.${words.join("")}`
}

/** A task's answer. */
export function resumeTask(
  step: Step,
  frame: Frame,
  state: CompiledTask,
  fact: TaskSubmitted | TaskSucceeded | TaskFailed | TaskTimedOut,
): void {
  if (frame.waiting.for !== "task") return
  switch (fact.type) {
    case "TaskSubmitted": {
      const told =
        state.resource.events === "Task" ? answerEvent(step, frame, state, "Submitted", { output: fact.output }) : frame
      step.put({ ...told, waiting: { ...frame.waiting, submitted: true } })
      return
    }
    case "TaskSucceeded": {
      const answered = answerEvent(step, frame, state, "Succeeded", { output: fact.output })
      return guarded(step, frame.id, () => leave(step, answered, state, fact.output))
    }
    case "TaskFailed": {
      const failure: Failure = errorFields(fact)
      return fail(step, answerEvent(step, frame, state, "Failed", failure), failure)
    }
    case "TaskTimedOut": {
      const error = fact.reason === "timeout" ? "States.Timeout" : "States.HeartbeatTimeout"
      return fail(step, answerEvent(step, frame, state, "TimedOut", { error }), { error })
    }
  }
}

function answerEvent(step: Step, frame: Frame, state: CompiledTask, what: string, details: EventDetails): Frame {
  const { resource } = state
  if (resource.events !== "Task") {
    const family = resource.events === "Lambda" ? "LambdaFunction" : "Activity"
    return step.eventOf(frame, `${family}${what}`, () => details)
  }
  return step.eventOf(frame, `Task${what}`, () => ({
    resourceType: resource.resourceType,
    resource: resource.action,
    ...details,
  }))
}

function seconds(template: Template | undefined, scope: StateScope, field: string): number | undefined {
  if (template === undefined) return undefined
  const value = template(scope)
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value
  throw new QueryError(
    "States.Runtime",
    `The ${field} parameter must be a positive integer, but was: ${JSON.stringify(value)}`,
    field,
  )
}

function regionOf(executionId: string): string {
  return executionId.split(":")[3] || "local"
}
