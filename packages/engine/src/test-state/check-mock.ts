import type { StateDefinition } from "../asl/document.ts"
import { isJsonObject, type Json } from "../asl/json.ts"
import type { CompiledState } from "../core/machine.ts"
import { checkShape } from "./check-shape.ts"
import { checkEnum, jsonOf } from "./json-argument.ts"
import type { Outcome } from "./outcome.ts"
import { invalid } from "./refusal.ts"
import type { TestStateMock, TestStateRequest } from "./request.ts"
import { responseShape } from "./response-shape.ts"
import type { Subject } from "./subject.ts"

/**
 * The outcome that a request mocks.
 * @throws {Refusal} for a state that takes no mock, and for one that could not come from it.
 */
export function mockedOutcome(mock: TestStateMock, request: TestStateRequest, subject: Subject): Outcome {
  const { state, definition } = subject
  if (state.type !== "Task" && state.type !== "Map" && state.type !== "Parallel") {
    throw invalid(`State type '${state.type}' is not supported when a mock is specified`)
  }
  if (request.revealSecrets === true)
    throw invalid("TestState does not support RevealSecrets when a mock is specified.")
  if ((mock.result === undefined) === (mock.errorOutput === undefined)) {
    throw invalid("A test mock should have only one of the following fields: [result, errorOutput].")
  }
  checkEnum(mock.fieldValidationMode, "mock.fieldValidationMode", ["STRICT", "PRESENT", "NONE"])
  if (mock.errorOutput !== undefined) {
    const { error, cause } = mock.errorOutput
    if (error === undefined || error === "") throw invalid("An error was not specified in the mocked error output.")
    return { error, cause }
  }
  const result = jsonOf(mock.result ?? "", "mock.result", () => invalid("Mocked result must be valid JSON"))
  checkResult(result, mock.fieldValidationMode ?? "STRICT", state, definition)
  return { result }
}

function checkResult(result: Json, mode: string, state: CompiledState, definition: StateDefinition): void {
  if (state.type === "Task") {
    const shape = mode === "NONE" ? undefined : responseShape(state.resource)
    if (shape !== undefined) checkShape(shape, result, mode === "STRICT")
    return
  }
  if (definition.Type === "Map" && definition.ResultWriter !== undefined) {
    if (!isJsonObject(result)) throw invalid("Mocked result must be a JSON object.")
    return
  }
  if (!Array.isArray(result)) throw invalid("Mocked result must be an array.")
  if (state.type === "Parallel" && result.length !== state.branches.length) {
    throw invalid("Mocked result must contain the same number of items as number of Parallel branches.")
  }
}
