import { testState, type TestStateOutcome, type TestStateRequest, type TestStateResponse } from "@stepwright/engine"
import { isJsonObject, type Json, type JsonObject } from "@stepwright/engine/asl"

import type { Attempt, TestStateCase } from "./case.ts"
import { wildcards } from "./compare/values.ts"
import type { Verdict } from "./judge.ts"

/** Who answers a request of TestState, given what the service answers that is really called. */
export type TestStateAsker = (request: TestStateRequest, call: () => TestStateOutcome) => Promise<TestStateResponse>

const engine: TestStateAsker = async (request, call) =>
  testState(request, { nowMs: Date.parse("2026-01-01T00:00:00Z"), seed: "case", account: "111111111111", call })

/** Asks what the recording asked, and compares the answer with AWS's. */
export async function judgeTestState(test: TestStateCase, ask: TestStateAsker = engine): Promise<Verdict> {
  const { id, kind, area, expected } = test
  const response = await ask(requestOf(test), () => outcomeOf(test.mocks.$state?.[0]))
  return {
    id,
    kind,
    area,
    outcome: wildcards(test.volatile).difference(expected, parsed(response), "response"),
    history: undefined,
  }
}

/** The request in the service's form: data as text. The recorder left the role out wherever there was one. */
function requestOf({ request, mocks, definition, definitionText }: TestStateCase): TestStateRequest {
  const { input, inputText, context, contextText, variables, ...rest } = request
  return {
    ...rest,
    definition: definitionText ?? definition ?? "",
    ...(request.mock === undefined && mocks.$state === undefined
      ? {}
      : { roleArn: "arn:aws:iam::111111111111:role/test" }),
    ...text("input", input, inputText),
    ...text("context", context, contextText),
    ...text("variables", variables, undefined),
  }
}

function text(name: string, value: Json | undefined, written: Json | undefined) {
  if (typeof written === "string") return { [name]: written }
  return value === undefined ? {} : { [name]: JSON.stringify(value) }
}

/** What the service that was really called answered. */
function outcomeOf(attempt: Attempt | undefined): TestStateOutcome {
  if (attempt?.output !== undefined) return { result: attempt.output }
  return { error: attempt?.error ?? undefined, cause: attempt?.cause }
}

/** A response whose JSON texts are read, as the recording has them. */
function parsed(response: TestStateResponse): JsonObject {
  const value = JSON.parse(JSON.stringify(response)) as JsonObject // it was JSON
  const data = isJsonObject(value.inspectionData) ? value.inspectionData : undefined
  return {
    ...value,
    ...(typeof value.output === "string" ? { output: jsonOf(value.output) } : {}),
    ...(data === undefined ? {} : { inspectionData: read(data) }),
  }
}

function read(data: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, typeof value === "string" ? jsonOf(value) : value]),
  )
}

function jsonOf(written: string): Json {
  return JSON.parse(written) as Json // JSON.parse answers JSON
}
