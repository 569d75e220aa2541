import { describe, expect, test } from "vitest"

import type { Json } from "../asl/json.ts"
import { ask, type Asked, task } from "./ask.fixture.ts"
import { testState } from "./test-state.ts"

const inner = { StartAt: "I", States: { I: { Type: "Pass", End: true } } }
const distributed = { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } }
const map = { Type: "Map", ItemProcessor: distributed, End: true }
const parallel = { Type: "Parallel", Branches: [inner], End: true }
const waiting = { ...task, Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" }
const job = { ...task, Resource: "arn:aws:states:::states:startExecution.sync:2" }
const mock = { result: [0] }
const context = (complaint: string): string => `ValidationException: Invalid Context object provided: ${complaint}`
const breaks = (what: string, rule: string): string =>
  `ValidationException: 1 validation error detected: ${what} failed to satisfy constraint: ${rule}`
const unmocked = (field: string): string =>
  `ValidationException: TestState does not support ${field} when a mock is not specified.`
const unmockable =
  "InvalidDefinition: TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"
const awaiting =
  "InvalidDefinition: TestState API does not support '.sync' or '.waitForTaskToken' integration patterns."
const oneOutcome =
  "ValidationException: A test mock should have only one of the following fields: [result, errorOutput]."
const noData =
  "ValidationException: ItemReader data must be specified when testing a Map state with ItemReader specified."
const reading = { ...map, ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "b" } } }

describe("a request is refused", () => {
  test.each<[string, object, Asked, string]>([
    ["without a role for a call", task, {}, "ValidationException: RoleArn must be specified when testing a Task state"],
    ["with a role that is no ARN", task, { roleArn: "r" }, "InvalidArn: Invalid Arn: 'Invalid ARN prefix: r'"],
    ["for a Map without a mock", map, {}, unmockable],
    ["for a Parallel without a mock", parallel, {}, unmockable],
    ["for a callback without a mock", waiting, {}, awaiting],
    ["for a job without a mock", job, {}, awaiting],
    [
      "for an activity without a mock",
      { ...task, Resource: "arn:aws:states:us-east-1:111111111111:activity:a" },
      {},
      "InvalidDefinition: TestState API does not support Activity tasks.",
    ],
    ["with a context alone", task, { context: {} }, unmocked("Context")],
    [
      "with a count of retries alone",
      task,
      { stateConfiguration: { retrierRetryCount: 0 } },
      unmocked("RetrierRetryCount"),
    ],
    [
      "with a count of failures alone",
      map,
      { stateConfiguration: { mapIterationFailureCount: 0 } },
      unmocked("MapIterationFailureCount"),
    ],
    ["with an origin alone", map, { stateConfiguration: { errorCausedByState: "I" } }, unmocked("ErrorCausedByState")],
    ["with read data alone", map, { stateConfiguration: { mapItemReaderData: "[]" } }, unmocked("MapItemReaderData")],
    [
      "for a Wait with a mock",
      { Type: "Wait", Seconds: 1, End: true },
      { mock },
      "ValidationException: State type 'Wait' is not supported when a mock is specified",
    ],
    ["with a mock of nothing", task, { mock: {} }, oneOutcome],
    ["with a mock of both", task, { mock: { result: 1, errorOutput: { error: "E" } } }, oneOutcome],
    [
      "with an error without a name",
      task,
      { mock: { errorOutput: { cause: "c" } } },
      "ValidationException: An error was not specified in the mocked error output.",
    ],
    [
      "with secrets beside a mock",
      task,
      { mock, revealSecrets: true },
      "ValidationException: TestState does not support RevealSecrets when a mock is specified.",
    ],
    ["with an object for a Map", map, { mock: { result: {} } }, "ValidationException: Mocked result must be an array."],
    [
      "with an object for a Parallel",
      parallel,
      { mock: { result: {} } },
      "ValidationException: Mocked result must be an array.",
    ],
    [
      "with another number of branches",
      parallel,
      { mock: { result: [] } },
      "ValidationException: Mocked result must contain the same number of items as number of Parallel branches.",
    ],
    [
      "with an array for a ResultWriter",
      { ...map, ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "b", Prefix: "p" } } },
      { mock },
      "ValidationException: Mocked result must be a JSON object.",
    ],
    ["without the data of an ItemReader", reading, { mock }, noData],
    [
      "with an origin elsewhere",
      map,
      { mock: { errorOutput: { error: "E" } }, stateConfiguration: { errorCausedByState: "StateName" } },
      "ValidationException: State not found in definition",
    ],
    [
      "with failed iterations of a Task",
      task,
      { mock, stateConfiguration: { mapIterationFailureCount: 1 } },
      "ValidationException: MapIterationFailureCount is only supported for Map states.",
    ],
    [
      "with read data of a Task",
      task,
      { mock, stateConfiguration: { mapItemReaderData: "[]" } },
      "ValidationException: MapItemReaderData is only supported for Map states.",
    ],
    [
      "with an unknown level",
      task,
      { inspectionLevel: "LOUD" },
      breaks("Value 'LOUD' at 'inspectionLevel'", "Member must satisfy enum value set: [INFO, DEBUG, TRACE]"),
    ],
    [
      "with an unknown mode",
      task,
      { mock: { ...mock, fieldValidationMode: "LAX" } },
      breaks(
        "Value 'LAX' at 'mock.fieldValidationMode'",
        "Member must satisfy enum value set: [STRICT, PRESENT, NONE]",
      ),
    ],
    [
      "with a negative count",
      task,
      { mock, stateConfiguration: { retrierRetryCount: -1 } },
      breaks(
        "Value '-1' at 'stateConfiguration.retrierRetryCount'",
        "Member must have value greater than or equal to 0",
      ),
    ],
    [
      "with too long an input",
      task,
      { mock, input: "é".repeat(131_072) },
      breaks("Value at 'input'", "Member must have length less than or equal to 262144"),
    ],
    [
      "with variables that are no object",
      task,
      { mock, variables: [] },
      "ValidationException: Invalid variables provided: it must be a JSON object",
    ],
  ])("%s", (_, definition, asked, message) => {
    expect(ask(definition, asked)).toBe(message)
  })

  test.each<[object, Json, string]>([
    [task, [], "it must be a JSON object"],
    [task, { Other: {} }, "Field 'Other' is not allowed"],
    [task, { constructor: {} }, "Field 'constructor' is not allowed"],
    [task, { State: { Other: 1 } }, "Field 'Other' is not allowed"],
    [task, { State: 1 }, "State must be an object"],
    [task, { State: { RetryCount: "1" } }, "State.RetryCount must be a number"],
    [task, { StateMachine: { Name: 1 } }, "StateMachine.Name must be a string"],
    [task, { Map: {} }, "The context may not name 'Map': give stateConfiguration instead"],
    [
      task,
      { Task: { Token: "t" } },
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    ],
    [waiting, { Task: { Token: 1 } }, "Task.Token must be a string"],
  ])("for %j with the context %j", (definition, given, complaint) => {
    expect(ask(definition, { mock, context: given })).toBe(context(complaint))
  })

  test.each([waiting, job])("unless %j gets a token", (definition) => {
    const state = { ...definition, Parameters: { "t.$": "$$.Task.Token" } }
    const asked: Asked = {
      inspectionLevel: "DEBUG",
      context: { Task: { Token: "t" } },
      mock: { errorOutput: { error: "E" } },
    }
    expect(ask(state, asked)).toMatchObject({ status: "FAILED", inspectionData: { afterParameters: { t: "t" } } })
  })

  test("where the result does not fit the service, by mode", () => {
    const call = { ...task, Resource: "arn:aws:states:::states:startExecution" }
    const answer = (result: Json, fieldValidationMode?: string): Json =>
      ask(call, { mock: { result, ...(fieldValidationMode === undefined ? {} : { fieldValidationMode }) } })
    const refused = (complaint: string): string =>
      `ValidationException: Mock result schema validation error: ${complaint}`
    expect(answer({})).toBe(refused("Required field 'ExecutionArn' is missing"))
    expect(answer({}, "PRESENT")).toEqual({ status: "SUCCEEDED", output: {} })
    expect(answer({ StartDate: 1 }, "PRESENT")).toBe(refused("Field 'StartDate' must be a string"))
    expect(answer({ StartDate: 1 }, "NONE")).toEqual({ status: "SUCCEEDED", output: { StartDate: 1 } })
  })
})

describe("a text that is not JSON is refused", () => {
  const asked = { definition: JSON.stringify(task), mock: { result: "1" } }

  test.each([
    [
      { ...asked, definition: "{" },
      "InvalidDefinition",
      /^Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: /,
    ],
    [{ ...asked, input: "{" }, "InvalidExecutionInput", /^Invalid State Machine Execution Input: '/],
    [{ ...asked, context: "{" }, "ValidationException", /^Invalid Context object provided: /],
    [{ ...asked, mock: { result: "{" } }, "ValidationException", /^Mocked result must be valid JSON$/],
  ])("%j", (request, code, message) => {
    const { exception } = testState(request, { nowMs: 0, seed: "test" })
    expect(exception?.code).toBe(code)
    expect(exception?.message).toMatch(message)
  })

  test("and one that nests too deeply", () => {
    const deep = `${'{"M":{"a":'.repeat(20_000)}{}${"}}".repeat(20_000)}`
    const definition = JSON.stringify({ ...task, Resource: "arn:aws:states:::dynamodb:getItem" })
    const request = { definition, mock: { result: `{"Item":{"a":${deep}}}` } }
    expect(testState(request, { nowMs: 0, seed: "test" })).toEqual({
      exception: { code: "ValidationException", message: "The data nests too deeply." },
    })
  })
})

describe("a definition is refused", () => {
  test.each<[string, object | string, Asked, string]>([
    ["that is no object", "[]", {}, "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
    ["that is no state", { StartAt: "I", States: {} }, {}, "These fields are required: [Type] at /States/StateName"],
    ["whose state is wrong", { Type: "Pass" }, {}, " at /States/StateName"],
    ["that is no machine beside a name", task, { stateName: "I" }, "These fields are required: [StartAt, States] at /"],
  ])("%s", (_, definition, asked, complaint) => {
    const refusal = ask(definition as object, asked) // AWS takes text
    expect(refusal).toMatch(/^InvalidDefinition: Invalid State Machine Definition: '.*'$/)
    expect(refusal).toContain(complaint)
  })

  test("that lacks the state", () => {
    expect(ask(inner, { stateName: "constructor" })).toBe("ValidationException: State not found in definition")
  })
})
