import type { Json, JsonObject } from "../asl/json.ts"
import type { TestStateMock, TestStateRequest } from "./request.ts"
import type { TestStateResponse } from "./response.ts"
import { testState, type TestStateOptions } from "./test-state.ts"

/** A request whose data stands as JSON. */
export interface Asked extends Omit<TestStateRequest, "context" | "definition" | "input" | "mock" | "variables"> {
  readonly input?: Json
  readonly context?: Json
  readonly variables?: Json
  readonly mock?: Omit<TestStateMock, "result"> & { readonly result?: Json }
}

/** Tests one state at time 0, and answers what came of it with its JSON texts read. */
export function ask(definition: object, asked: Asked = {}, options: Partial<TestStateOptions> = {}): Json {
  const { input, context, variables, mock, ...rest } = asked
  const { result, ...mocked } = mock ?? {}
  const response = testState(
    {
      ...rest,
      definition: definition as JsonObject, // the state of the test
      ...(input === undefined ? {} : { input: JSON.stringify(input) }),
      ...(context === undefined ? {} : { context: JSON.stringify(context) }),
      ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
      ...(mock === undefined
        ? {}
        : { mock: { ...mocked, ...(result === undefined ? {} : { result: JSON.stringify(result) }) } }),
    },
    { nowMs: 0, seed: "test", ...options },
  )
  return read(response)
}

/** A Task that takes any mock. */
export const task = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:111111111111:function:f", End: true } as const

function read(response: TestStateResponse): Json {
  if (response.exception !== undefined) return `${response.exception.code}: ${response.exception.message}`
  const { inspectionData, output, ...rest } = response
  const data = Object.entries(inspectionData ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? (JSON.parse(value) as Json) : value, // JSON.parse answers JSON
  ])
  return {
    ...rest,
    ...(output === undefined ? {} : { output: JSON.parse(output) as Json }), // here too
    ...(inspectionData === undefined ? {} : { inspectionData: Object.fromEntries(data) as JsonObject }), // and these
  }
}
