import { randomUUID } from "node:crypto"

import { testState, type TestStateRequest } from "@stepwright/engine"
import { checkDefinition } from "@stepwright/engine/check"

import { ApiError } from "../api-error.ts"
import { pageSize } from "../page-token.ts"
import { arn, cause, data, error, flag, oneOf, required, structure, text } from "../request/shape.ts"
import { operation, type Operations } from "./operation.ts"

const definition = required(text({ least: 1, most: 1_048_576 }))

export const tryingOperations: Operations = {
  ValidateStateMachineDefinition: operation(
    {
      definition,
      type: oneOf("STANDARD", "EXPRESS"),
      severity: oneOf("ERROR", "WARNING"),
      maxResults: { kind: "integer", least: 0, most: 100 },
    },
    async (_, { definition, type = "STANDARD", severity = "ERROR", maxResults }) => {
      const { diagnostics } = checkDefinition(definition, { type })
      const asked = diagnostics.filter((diagnostic) => severity === "WARNING" || diagnostic.severity === "ERROR")
      const size = pageSize(maxResults)
      return {
        result: diagnostics.some((diagnostic) => diagnostic.severity === "ERROR") ? "FAIL" : "OK",
        diagnostics: asked.slice(0, size).map(({ severity, code, message, location }) => ({
          severity,
          code,
          message,
          ...(location === undefined ? {} : { location }),
        })),
        truncated: asked.length > size,
      }
    },
  ),
  TestState: operation(
    {
      definition,
      roleArn: arn,
      input: data,
      inspectionLevel: text({}),
      revealSecrets: flag,
      variables: data,
      stateName: text({ least: 1, most: 80 }),
      mock: structure({
        result: data,
        errorOutput: structure({ error, cause }),
        fieldValidationMode: text({}),
      }),
      context: data,
      stateConfiguration: structure({
        retrierRetryCount: { kind: "integer" },
        errorCausedByState: text({ least: 1, most: 80 }),
        mapIterationFailureCount: { kind: "integer" },
        mapItemReaderData: text({}),
      }),
    },
    async ({ clock, region, account, callTask }, request) => {
      const response = testState(request as TestStateRequest, {
        nowMs: clock.now(),
        seed: randomUUID(),
        region,
        account,
        ...(callTask === undefined ? {} : { call: callTask }),
      })
      if (response.exception !== undefined) throw new ApiError(response.exception.code, response.exception.message)
      return { ...response }
    },
  ),
}
