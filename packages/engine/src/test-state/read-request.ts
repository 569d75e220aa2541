import type { Json, JsonObject } from "../asl/json.ts"
import { contextOf } from "./check-context.ts"
import { mockedOutcome } from "./check-mock.ts"
import { checkCount, checkEnum, checkSize, jsonOf, objectOf } from "./json-argument.ts"
import type { Outcome } from "./outcome.ts"
import { invalid, Refusal } from "./refusal.ts"
import type { TestStateConfiguration, TestStateRequest } from "./request.ts"
import { stateInside, type Subject, subjectOf } from "./subject.ts"

/** A request that makes sense. */
export interface Trial extends Subject {
  readonly input: Json
  readonly roleArn: string | undefined
  readonly inspects: boolean
  /** Undefined where the state does its work itself. */
  readonly mocked: Outcome | undefined
  readonly context: JsonObject | undefined
  readonly variables: JsonObject | undefined
  readonly configuration: TestStateConfiguration
}

/**
 * Reads a request.
 * @throws {Refusal} for what AWS refuses, in its order: the members, the definition, the mock, the data. Where no
 * recording shows its words, they are formed like those that one shows.
 */
export function readRequest(request: TestStateRequest): Trial {
  const { stateConfiguration: configuration = {}, inspectionLevel, roleArn } = request
  checkEnum(inspectionLevel, "inspectionLevel", ["INFO", "DEBUG", "TRACE"])
  checkCount(configuration.retrierRetryCount, "stateConfiguration.retrierRetryCount")
  checkCount(configuration.mapIterationFailureCount, "stateConfiguration.mapIterationFailureCount")
  if (roleArn !== undefined && !roleArn.startsWith("arn:")) {
    throw new Refusal("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${roleArn}'`)
  }
  const subject = subjectOf(request)
  if (request.mock === undefined) checkUnmocked(request, configuration, subject)
  const mocked = request.mock === undefined ? undefined : mockedOutcome(request.mock, request, subject)
  checkConfiguration(configuration, subject)
  return {
    ...subject,
    input: jsonOf(
      request.input ?? "{}",
      "input",
      (complaint) => new Refusal("InvalidExecutionInput", `Invalid State Machine Execution Input: '${complaint}'`),
    ),
    roleArn,
    inspects: inspectionLevel === "DEBUG" || inspectionLevel === "TRACE",
    mocked,
    context: request.context === undefined ? undefined : contextOf(request.context, subject.state),
    variables:
      request.variables === undefined
        ? undefined
        : objectOf(request.variables, "variables", (complaint) => invalid(`Invalid variables provided: ${complaint}`)),
    configuration,
  }
}

/** What only a mock makes possible. */
function checkUnmocked(
  { context, roleArn }: TestStateRequest,
  configuration: TestStateConfiguration,
  { state }: Subject,
): void {
  const fields: Readonly<Record<string, unknown>> = {
    RetrierRetryCount: configuration.retrierRetryCount,
    ErrorCausedByState: configuration.errorCausedByState,
    MapIterationFailureCount: configuration.mapIterationFailureCount,
    MapItemReaderData: configuration.mapItemReaderData,
    Context: context,
  }
  const given = Object.keys(fields).find((name) => fields[name] !== undefined)
  if (given !== undefined) throw invalid(`TestState does not support ${given} when a mock is not specified.`)
  if (state.type === "Map" || state.type === "Parallel") {
    throw new Refusal(
      "InvalidDefinition",
      "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]",
    )
  }
  if (state.type !== "Task") return
  const { pattern } = state.resource
  if (pattern === "activity") throw new Refusal("InvalidDefinition", "TestState API does not support Activity tasks.")
  if (pattern !== "request-response") {
    throw new Refusal(
      "InvalidDefinition",
      "TestState API does not support '.sync' or '.waitForTaskToken' integration patterns.",
    )
  }
  if (roleArn === undefined) throw invalid("RoleArn must be specified when testing a Task state")
}

function checkConfiguration(configuration: TestStateConfiguration, { state, definition }: Subject): void {
  const { errorCausedByState: origin, mapItemReaderData: data, mapIterationFailureCount: failed } = configuration
  if (origin !== undefined && stateInside(definition, origin) === undefined) {
    throw invalid("State not found in definition")
  }
  if (data !== undefined) checkSize(data, "stateConfiguration.mapItemReaderData")
  if (state.type !== "Map") {
    if (failed !== undefined) throw invalid("MapIterationFailureCount is only supported for Map states.")
    if (data !== undefined) throw invalid("MapItemReaderData is only supported for Map states.")
  } else if (state.reader !== undefined && data === undefined) {
    throw invalid("ItemReader data must be specified when testing a Map state with ItemReader specified.")
  }
}
