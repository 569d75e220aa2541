import type { Json } from "../asl/json.ts"
import type { RunTask } from "../core/command.ts"
import { failState, failureOf } from "../core/fail-state.ts"
import { errorMatches, executing, type Failure } from "../core/failure.ts"
import { enterEvent } from "../core/flow.ts"
import type { Frame } from "../core/frame.ts"
import type { CompiledState } from "../core/machine.ts"
import { startRun } from "../core/run.ts"
import { Step } from "../core/step.ts"
import { uuid } from "../query/prf.ts"
import type { Attempt } from "./attempt.ts"
import { attemptState } from "./attempt-state.ts"
import { observed } from "./observed.ts"
import type { Outcome } from "./outcome.ts"
import { readRequest, type Trial } from "./read-request.ts"
import { Refusal } from "./refusal.ts"
import type { TestStateRequest } from "./request.ts"
import type { TestStateErrorDetails, TestStateInspection, TestStateResponse, TestStateResult } from "./response.ts"
import { Watch } from "./watch.ts"

/** What a test takes from the world: the same request and options always come to the same answer. */
export interface TestStateOptions {
  /** Milliseconds since 1970 at which the state is entered. */
  readonly nowMs: number
  /** Names the chance that the state draws. */
  readonly seed: string
  /** For the ARNs in the context object. Default `us-east-1`. */
  readonly region?: string
  /** Default `000000000000`. */
  readonly account?: string
  /** Answers a Task that is not mocked. Without it such a Task fails with `States.TaskFailed`. */
  readonly call?: (order: RunTask) => Outcome
}

/**
 * Runs one state, as AWS's TestState does: nothing waits, and what the state's work comes to is mocked or answered by
 * {@link TestStateOptions.call}. Performs nothing; whatever AWS refuses is answered as an exception.
 * (AWS: Step Functions, TestState)
 */
export function testState(request: TestStateRequest, options: TestStateOptions): TestStateResponse {
  try {
    return run(readRequest(request), options)
  } catch (error) {
    if (error instanceof Refusal) return { exception: { code: error.code, message: error.message } }
    // Reading and writing JSON recurses: data may be deeper than the stack.
    if (error instanceof RangeError) {
      return { exception: { code: "ValidationException", message: "The data nests too deeply." } }
    }
    throw error
  }
}

function run(trial: Trial, options: TestStateOptions): TestStateResult {
  const watch = new Watch(trial.context, trial.roleArn)
  const state = observed(trial.state, watch)
  const machine = { ...trial.machine, states: trial.machine.states.with(state.index, state) }
  const step = new Step(machine, startRun(machine, headerOf(trial, options)), options.nowMs, undefined)
  const frame = frameOf(step, trial, state)
  const attempt: Attempt = { step, frame, watch, trial, call: options.call ?? uncalled, limits: {} }
  enterEvent(step, frame, state)
  const failure = failureIn(attempt, state)
  const handled = failure === undefined ? {} : detailsOf(attempt, state, failure)
  return {
    ...outcomeOf(attempt, failure),
    ...(trial.inspects ? { inspectionData: inspectionOf(attempt, handled) } : {}),
  }
}

function headerOf({ input, roleArn = "" }: Trial, { nowMs, seed, region, account }: TestStateOptions) {
  const home = `arn:aws:states:${region ?? "us-east-1"}:${account ?? "000000000000"}`
  const [machine, name] = [uuid(`${seed}/machine`, 0), uuid(`${seed}/execution`, 0)]
  return {
    version: 1,
    id: `${home}:express:${machine}:${name}`,
    name,
    stateMachine: { id: `${home}:stateMachine:${machine}`, name: machine },
    roleArn,
    input,
    seed,
    startedAt: nowMs,
  }
}

function frameOf(step: Step, { input, variables, configuration }: Trial, state: CompiledState): Frame {
  const frame = step.open(undefined, 0, undefined)
  const made = configuration.retrierRetryCount ?? 0
  frame.state = state.index
  frame.input = input
  frame.variables = variables
  frame.retryCount = made
  frame.retries = state.retry.map(() => made)
  return frame
}

const uncalled = (): Outcome => ({ error: "States.TaskFailed", cause: "Nothing answers this test's calls." })

/** Takes the state through its work; what fails it goes to its retriers and catchers. */
function failureIn(attempt: Attempt, state: CompiledState): Failure | undefined {
  const { step, frame } = attempt
  try {
    attemptState(attempt, state)
    return undefined
  } catch (thrown) {
    const raised = failureOf(step, frame, thrown)
    const failure = { ...raised, cause: bare(raised.cause, state, frame) }
    failState(step, frame, failure)
    return failure
  }
}

/** AWS names the state and the event that entered it only in executions. */
function bare(cause: string | undefined, { name }: CompiledState, { enteredEvent }: Frame): string | undefined {
  const told = executing(name, enteredEvent, "")
  return cause?.startsWith(told) === true ? cause.slice(told.length) : cause
}

function outcomeOf({ step, frame, trial: { state } }: Attempt, failure: Failure | undefined): TestStateResult {
  if (frame.waiting === "retry") return { status: "RETRIABLE", ...errorOf(failure) }
  if (step.status === "FAILED") {
    return { status: "FAILED", ...errorOf({ error: step.error, cause: bare(step.cause, state, frame) }) }
  }
  if (step.status === "SUCCEEDED") return { status: "SUCCEEDED", output: JSON.stringify(step.output ?? null) }
  return {
    status: failure === undefined ? "SUCCEEDED" : "CAUGHT_ERROR",
    output: JSON.stringify(frame.input),
    nextState: step.stateOf(frame).name,
    ...errorOf(failure),
  }
}

function errorOf(failure: Failure | undefined): Pick<TestStateResult, "cause" | "error"> {
  return {
    ...(failure?.error === undefined ? {} : { error: failure.error }),
    ...(failure?.cause === undefined ? {} : { cause: failure.cause }),
  }
}

/** Which handlers the failure met. Recorded: a retrier that has no attempt left is named as well. */
function detailsOf({ step, frame }: Attempt, state: CompiledState, failure: Failure): TestStateErrorDetails {
  const retryIndex = state.retry.findIndex((retrier) => errorMatches(retrier.ErrorEquals, failure))
  const retries = frame.waiting === "retry"
  const caught = !retries && step.status === "RUNNING"
  const catchIndex = state.catch.findIndex((catcher) => errorMatches(catcher.errorEquals, failure))
  return {
    ...(retryIndex < 0 ? {} : { retryIndex }),
    ...(retries ? { retryBackoffIntervalSeconds: Math.round((frame.due - step.at) / 1000) } : {}),
    ...(caught ? { catchIndex } : {}),
  }
}

function inspectionOf(
  { frame, watch, trial, limits }: Attempt,
  errorDetails: TestStateErrorDetails,
): TestStateInspection {
  const { variables } = frame
  const seen: Readonly<Record<string, Json>> = {
    input: trial.input,
    ...watch.seen,
    ...(variables === undefined || Object.keys(variables).length === 0 ? {} : { variables }),
  }
  return {
    ...Object.fromEntries(Object.entries(seen).map(([stage, value]) => [stage, JSON.stringify(value)])),
    ...limits,
    ...(Object.keys(errorDetails).length === 0 ? {} : { errorDetails }),
  }
}
