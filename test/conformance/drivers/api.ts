import { isDeepStrictEqual } from "node:util"

import * as sfn from "@aws-sdk/client-sfn"
import { serve, type ServerType } from "@hono/node-server"
import {
  type StepFunctions,
  stepFunctions,
  stepFunctionsApi,
  type StepFunctionsOptions,
} from "@stepwright/adapters/http"
import { memory } from "@stepwright/adapters/memory"
import { type HistoryEvent, readApiHistory, type TestStateResponse } from "@stepwright/engine"
import type { Json } from "@stepwright/engine/asl"
import { scriptedWorker } from "@stepwright/engine/testing"

import { answersTo } from "../answers.ts"
import type { ValidationCase } from "../case.ts"
import type { Verdict } from "../judge.ts"
import type { Backend } from "../options.ts"
import type { TestStateAsker } from "../test-state.ts"
import { differenceOf } from "../validation.ts"
import { beginning, type Driver, identity } from "./driver.ts"
import { backendsOf, isGiven } from "./engine.ts"

/** Asks everything of the Step Functions API, by AWS's own client. */
export interface ApiDriver extends Driver {
  judgeDefinition(test: ValidationCase): Promise<Verdict>
  readonly testState: TestStateAsker
}

const place = { region: "us-east-1", account: "111111111111" } as const

/** The API on a port of its own; behind it another service for each case. */
export async function apiDriver(on: Backend): Promise<ApiDriver> {
  if (on === "core") throw new Error("the core stores nothing")
  const backends = backendsOf(on)
  let current: StepFunctions | undefined
  const api = stepFunctionsApi({
    service: {
      ...place,
      call: async (operation, request, context) => (await current?.call(operation, request, context)) ?? {},
    },
  })
  const { server, port } = await listening(api.fetch)
  const client = new sfn.SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: place.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    disableHostPrefix: true,
  })
  const use = (options: Omit<StepFunctionsOptions, "region" | "account">): void => {
    current = stepFunctions({ ...place, ...options })
  }
  const { roleArn } = identity
  return {
    async execute(test, mocks) {
      const backend = await backends.open()
      const worker = scriptedWorker({
        backend,
        startAt: beginning,
        script: (order) =>
          answersTo(order, mocks)
            .map(({ fact }) => fact)
            .filter(isGiven),
      })
      use({ backend, clock: worker.clock })
      try {
        const definition = JSON.stringify(test.definition)
        const { stateMachineArn } = await client.send(
          new sfn.CreateStateMachineCommand({ name: "machine", definition, roleArn }),
        )
        const { executionArn = "" } = await client.send(
          new sfn.StartExecutionCommand({ stateMachineArn, name: "run", input: JSON.stringify(test.input) }),
        )
        // The recorder stopped the execution while it waited.
        if (test.expected.status === "ABORTED") await client.send(new sfn.StopExecutionCommand({ executionArn }))
        await worker.start()
        await worker.rest(executionArn)
        const described = await client.send(new sfn.DescribeExecutionCommand({ executionArn }))
        const { status = "", output, error, cause } = described
        return {
          status,
          output: output === undefined ? undefined : (JSON.parse(output) as Json), // the API answers JSON
          error,
          cause,
          history: await historyOf(client, executionArn),
        }
      } finally {
        await worker.close()
        await backend.close()
      }
    },
    async judgeDefinition(test) {
      const backend = memory()
      use({ backend })
      const { id, kind, area } = test
      try {
        return { id, kind, area, outcome: await differenceOfAnswer(client, test), history: undefined }
      } finally {
        await backend.close()
      }
    },
    async testState(request, call) {
      const backend = memory()
      use({ backend, callTask: call })
      try {
        return await tested(client, request)
      } finally {
        await backend.close()
      }
    },
    async close() {
      client.destroy()
      if ("closeAllConnections" in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await backends.close?.()
    },
  }
}

async function listening(fetch: Parameters<typeof serve>[0]["fetch"]) {
  return await new Promise<{ readonly server: ServerType; readonly port: number }>((resolve) => {
    const server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => resolve({ server, port }))
  })
}

async function historyOf(client: sfn.SFNClient, executionArn: string): Promise<readonly HistoryEvent[]> {
  const events: sfn.HistoryEvent[] = []
  let nextToken: string | undefined
  do {
    const page = await client.send(
      new sfn.GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) }),
    )
    events.push(...(page.events ?? []))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return readApiHistory(JSON.parse(JSON.stringify(events)) as Json) // dates become ISO 8601
}

/** The whole answer, as it was recorded. */
async function differenceOfAnswer(client: sfn.SFNClient, test: ValidationCase): Promise<string | undefined> {
  const { definitionText, definition, type, expected } = test
  const text = definitionText ?? JSON.stringify(definition)
  if (expected.api === "ValidateStateMachineDefinition") {
    const command = new sfn.ValidateStateMachineDefinitionCommand({ definition: text, type })
    const { result, diagnostics = [] } = await client.send(command)
    if (result !== expected.result) return `result: ${result}, recorded ${expected.result}`
    return differenceOf(expected, diagnostics)
  }
  const create = new sfn.CreateStateMachineCommand({
    name: "machine",
    definition: text,
    type,
    roleArn: identity.roleArn,
  })
  const thrown: unknown = await client.send(create).then(
    () => undefined,
    (error: unknown) => error,
  )
  const { name: error, message } = thrown instanceof Error ? thrown : { name: undefined, message: undefined }
  const recorded = { error: expected.error, message: expected.message }
  if (isDeepStrictEqual({ error, message }, recorded)) return undefined
  return `${error}: ${message}, recorded ${recorded.error}: ${recorded.message}`
}

async function tested(client: sfn.SFNClient, request: object): Promise<TestStateResponse> {
  try {
    const command = new sfn.TestStateCommand({
      ...request,
      definition: textOf((request as { readonly definition: unknown }).definition),
    })
    const { $metadata: _, ...answer } = await client.send(command)
    return answer as TestStateResponse // the members are the service's
  } catch (error) {
    if (!(error instanceof sfn.SFNServiceException)) throw error
    const code = error.name as "ValidationException" // compared with what was recorded
    return { exception: { code, message: error.message } }
  }
}

function textOf(definition: unknown): string {
  return typeof definition === "string" ? definition : JSON.stringify(definition)
}
