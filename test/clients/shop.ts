import * as sfn from "@aws-sdk/client-sfn"
import type { Backend, ResourceHandler } from "@stepwright/engine"

import type { Open } from "./backends.ts"
import { until } from "./expecting.ts"
import { roleArn } from "./machines.ts"
import { served } from "./served.ts"

/** The API over a backend of its own, with what tests ask of it again and again. */
export async function shop(open: Open, resources: Readonly<Record<string, ResourceHandler>> = {}) {
  const backend: Backend = await open()
  const api = await served({ backend }, { worker: { resources } })
  const { client } = api
  const create = async (name: string, definition: string, more: Partial<sfn.CreateStateMachineInput> = {}) => {
    const made = await client.send(new sfn.CreateStateMachineCommand({ name, definition, roleArn, ...more }))
    return made.stateMachineArn ?? ""
  }
  const start = async (stateMachineArn: string, more: Partial<sfn.StartExecutionInput> = {}) =>
    (await client.send(new sfn.StartExecutionCommand({ stateMachineArn, ...more }))).executionArn ?? ""
  const ended = async (executionArn: string) =>
    await until(
      () => client.send(new sfn.DescribeExecutionCommand({ executionArn })),
      ({ status }) => status !== "RUNNING",
    )
  return { ...api, client, create, start, ended, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() }
}
