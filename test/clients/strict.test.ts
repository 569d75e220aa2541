import * as sfn from "@aws-sdk/client-sfn"
import { memory } from "@stepwright/adapters/memory"
import { stateMachine } from "@stepwright/engine"
import { expect, it } from "vitest"

import { fails, home, until } from "./expecting.ts"
import { machineOf, pass, roleArn } from "./machines.ts"
import { served } from "./served.ts"

const lambda = (name: string): string => `arn:aws:lambda:us-east-1:111111111111:function:${name}`

const three = machineOf({
  A: { Type: "Task", Resource: lambda("known"), Next: "B" },
  B: { Type: "Task", Resource: lambda("unknown"), Next: "C" },
  C: { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", Parameters: {}, End: true },
})

it("what nobody serves is named, all of it, when a state machine is created strictly", async () => {
  await using api = await served({ backend: memory(), served: ["known"] }, { worker: false })
  const create = new sfn.CreateStateMachineCommand({ name: "order", definition: three, roleArn })
  const message = `Invalid State Machine Definition: 'Nobody serves the function ${lambda("unknown")} of the state B, the resource dynamodb:putItem of the state C'`
  await fails(api.client.send(create), sfn.InvalidDefinition, message)
  const missing = new sfn.DescribeStateMachineCommand({ stateMachineArn: `${home}:stateMachine:order` })
  await fails(api.client.send(missing), sfn.StateMachineDoesNotExist)
})

it("what nobody serves fails the step that calls it, where creation is not strict", async () => {
  await using api = await served({ backend: memory() }, { worker: { resources: { known: () => 1 } } })
  const { client } = api
  const { stateMachineArn } = await client.send(
    new sfn.CreateStateMachineCommand({ name: "order", definition: three, roleArn }),
  )
  const { executionArn } = await client.send(new sfn.StartExecutionCommand({ stateMachineArn }))
  const ended = await until(
    () => client.send(new sfn.DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== "RUNNING",
  )
  expect(ended).toMatchObject({ status: "FAILED", error: "Lambda.ResourceNotFoundException" })
})

it("a state machine that was written in the program is there without being created", async () => {
  const quick = stateMachine("quick", pass, { type: "EXPRESS" })
  await using api = await served({ backend: memory(), workflows: [quick] })
  const { client } = api
  const { stateMachines } = await client.send(new sfn.ListStateMachinesCommand({}))
  expect(stateMachines?.map(({ name, type }) => [name, type])).toEqual([["quick", "EXPRESS"]])
  const stateMachineArn = `${home}:stateMachine:quick`
  const described = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }))
  expect(JSON.parse(described.definition ?? "")).toEqual(JSON.parse(pass))
  const answer = await client.send(new sfn.StartSyncExecutionCommand({ stateMachineArn, input: "1" }))
  expect(answer).toMatchObject({ status: "SUCCEEDED", output: "1" })
})
