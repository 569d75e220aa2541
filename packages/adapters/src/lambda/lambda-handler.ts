import type { Handled, Task, TaskContext } from "@stepwright/dsl"
import {
  executionNameOf,
  isTaskRequest,
  type TaskAnswer,
  taskFailure,
  type TaskRequest,
  thrownError,
} from "@stepwright/engine/handler"
import type { JobObserver, Telemetry } from "@stepwright/engine"

import { heartbeatOf, noHeartbeat } from "./heartbeat.ts"
import type { LambdaContext, LambdaEntry } from "./lambda-context.ts"
import { lambdaLogger, lowestLevel } from "./lambda-logger.ts"
import { namedError } from "./named-error.ts"
import { type Served, serve, servedBy } from "./serve.ts"
import { watchTime } from "./time-left.ts"
import type { TokenAnswers } from "./token-answers.ts"
import { fromXRay, traceId } from "./trace-of.ts"

export interface LambdaHandlerOptions {
  /** Answers for tasks with a heartbeat: `tokenAnswers()`. Default: a request with a token is refused. */
  readonly answers?: TokenAnswers
  /** Is told what the handler does: OpenTelemetry, by `@stepwright/adapters/otel`. Default: nobody is. */
  readonly telemetry?: Telemetry
}

/**
 * Makes a task's Lambda function: it takes the plan's envelope, checks input and output by the task's schemas, and fails as
 * the task does, in Lambda's words. A task that is awaited by token is answered by token; what the function returns then
 * is not looked at.
 * @example export const handler = lambdaHandler(chargeCard)
 * @throws {Error} `Stepwright.Unbound`: a task without a handler
 */
export function lambdaHandler(
  given: Handled | Task,
  { answers, telemetry }: LambdaHandlerOptions = {},
): LambdaEntry<TaskAnswer> {
  const served = servedBy(given)
  const lowest = lowestLevel(process.env["AWS_LAMBDA_LOG_LEVEL"])
  return async (event, lambda) => {
    const request = requestOf(event, served)
    const { token } = request
    if (token !== undefined && answers === undefined)
      throw namedError("Stepwright.TokenUnexpected", tokenUnexpected(served.name))
    const awaited = token === undefined || answers === undefined ? undefined : { token, answers }
    return await observed({ served, request, lambda, lowest, awaited }, telemetry)
  }
}

function requestOf(event: unknown, { name }: Served): TaskRequest {
  const request = event as Parameters<typeof isTaskRequest>[0] // Lambda parsed it from JSON
  if (isTaskRequest(request) && typeof request.execution === "string") return request
  const why = `The event of the function of task '${name}' is no task envelope: { "v": 1, "key", "attempt", "input", … }.`
  throw namedError("Stepwright.EnvelopeInvalid", `${why} Let a Stepwright plan invoke it, or send what a plan sends.`)
}

function tokenUnexpected(task: string): string {
  return `The request to task '${task}' awaits its answer by a task token, but its function was made without \`answers\`.`
}

interface Invocation {
  readonly served: Served
  readonly request: TaskRequest
  readonly lambda: LambdaContext
  readonly lowest: ReturnType<typeof lowestLevel>
  /** How the answer is given, where a token is waited for. */
  readonly awaited: { readonly token: string; readonly answers: TokenAnswers } | undefined
}

async function observed(invocation: Invocation, telemetry: Telemetry | undefined): Promise<TaskAnswer> {
  const { served, request, awaited } = invocation
  const { execution, step, attempt } = request
  const trace = request.trace ?? fromXRay(process.env["_X_AMZN_TRACE_ID"])
  const observer = telemetry?.serving({ task: served.name, queue: undefined, execution, step, attempt, trace })
  try {
    const answer = await run(invocation, observer, observer?.trace ?? trace)
    await awaited?.answers.succeed(awaited.token, answer).catch(unanswered)
    observer?.ended(undefined)
    return answer
  } catch (thrown) {
    const error = wordable(thrown)
    observer?.ended(error.name)
    throw error
  }
}

function unanswered(error: unknown): never {
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  throw namedError("Stepwright.AnswerLost", `The task ended, but its token could not be answered: ${why}`, error)
}

async function run(
  { served, request, lambda, lowest, awaited }: Invocation,
  observer: JobObserver | undefined,
  trace: TaskContext["trace"],
): Promise<TaskAnswer> {
  const { key, attempt, execution, step, token } = request
  const facts = { task: served.name, execution, step, key, attempt, ...(trace && { traceId: traceId(trace) }) }
  const log = lambdaLogger(lambda.awsRequestId, facts, lowest)
  const controller = new AbortController()
  const time = watchTime(controller, request.deadline, lambda.getRemainingTimeInMillis())
  const heartbeat = awaited === undefined ? noHeartbeat : heartbeatOf(awaited.token, awaited.answers, controller, log)
  const context: TaskContext = {
    key,
    attempt,
    signal: controller.signal,
    heartbeat: heartbeat.beat,
    log,
    execution: { id: execution, name: executionNameOf(execution) },
    step,
    deadline: time.deadline,
    ...(token === undefined ? {} : { token }),
    ...(trace === undefined ? {} : { trace }),
  }
  try {
    const act = (): Promise<TaskAnswer> => serve(served, request.input, context)
    return await (observer === undefined ? act() : observer.call(act))
  } catch (thrown) {
    // How a handler ends that was told to stop says less than why it was.
    const why: unknown = controller.signal.aborted ? controller.signal.reason : thrown
    // Whatever comes of it, the failed invocation is an answer, too.
    const { error, cause } = taskFailure(why)
    await awaited?.answers.fail(awaited.token, { error, cause }).catch((reason: unknown) => {
      log.warn("A failure could not be told by its token", { error: reason })
    })
    throw why
  } finally {
    time.close()
    heartbeat.close()
  }
}

/** What was thrown, as Lambda's runtime can word it: by the `name` and `message` that the workflow is to be told. */
function wordable(thrown: unknown): Error {
  const { name, message } = thrownError(thrown)
  if (thrown instanceof Error && thrown.name === name && thrown.message === message) return thrown
  const error = namedError(name, message, thrown)
  if (thrown instanceof Error && thrown.stack !== undefined) error.stack = thrown.stack
  return error
}
