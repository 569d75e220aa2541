import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, home } from "../expecting.ts"
import { failing, machineOf, pass, roleArn, waiting } from "../machines.ts"
import { shop } from "../shop.ts"

export function executionsTests(open: Open): void {
  describe("executions", () => {
    it("are started once by a name while they run", async () => {
      await using api = await shop(open)
      const { client, create, start } = api
      const arn = await create("order", waiting)
      const executionArn = await start(arn, { name: "one", input: '{"a": 1}' })
      expect(executionArn).toBe(`${home}:execution:order:one`)
      expect(await start(arn, { name: "one", input: '{"a": 1}' })).toBe(executionArn)
      const already = `Execution Already Exists: '${executionArn}'`
      await fails(start(arn, { name: "one", input: "{}" }), sfn.ExecutionAlreadyExists, already)
      await client.send(new sfn.StopExecutionCommand({ executionArn, error: "E", cause: "C" }))
      await fails(start(arn, { name: "one", input: '{"a": 1}' }), sfn.ExecutionAlreadyExists, already)
      await fails(start(arn, { name: "a b" }), sfn.InvalidName)
      await fails(start(arn, { input: "{" }), sfn.InvalidExecutionInput, /^Invalid State Machine Execution Input: '/)
      await fails(start(`${home}:stateMachine:x`), sfn.StateMachineDoesNotExist)
      await fails(start("x"), sfn.InvalidArn)
      await fails(start(`${arn}/label`), sfn.ValidationException)
      const described = await client.send(new sfn.DescribeExecutionCommand({ executionArn }))
      expect(described).toMatchObject({
        executionArn,
        stateMachineArn: arn,
        name: "one",
        status: "ABORTED",
        input: '{"a": 1}',
        inputDetails: { included: true },
        error: "E",
        cause: "C",
        redriveCount: 0,
        redriveStatus: "REDRIVABLE",
      })
      const bare = new sfn.DescribeExecutionCommand({ executionArn, includedData: "METADATA_ONLY" })
      expect(await client.send(bare)).toMatchObject({ inputDetails: { included: false } })
      expect((await client.send(bare)).input).toBeUndefined()
      const missing = `${home}:execution:order:x`
      for (const command of [
        new sfn.DescribeExecutionCommand({ executionArn: missing }),
        new sfn.StopExecutionCommand({ executionArn: missing }),
        new sfn.GetExecutionHistoryCommand({ executionArn: missing }),
        new sfn.DescribeStateMachineForExecutionCommand({ executionArn: missing }),
        new sfn.RedriveExecutionCommand({ executionArn: missing }),
        new sfn.ListMapRunsCommand({ executionArn: missing }),
      ]) {
        const sent = client.send(command as sfn.DescribeExecutionCommand) // any of them
        await fails(sent, sfn.ExecutionDoesNotExist, `Execution Does Not Exist: '${missing}'`)
      }
    })

    it("are listed newest first, by status and by redrive", async () => {
      await using api = await shop(open)
      const { client, create, start, ended } = api
      const stateMachineArn = await create("order", pass)
      const arns: string[] = []
      for (const name of ["a", "b", "c"]) {
        arns.unshift(await start(stateMachineArn, { name }))
        await ended(arns[0] ?? "")
      }
      const list = async (more: Partial<sfn.ListExecutionsInput>) =>
        await client.send(new sfn.ListExecutionsCommand({ stateMachineArn, ...more }))
      const first = await list({ maxResults: 2 })
      const second = await list({ maxResults: 2, nextToken: first.nextToken })
      const all = [...(first.executions ?? []), ...(second.executions ?? [])]
      expect(all.map((execution) => execution.executionArn)).toEqual(arns)
      expect(all[0]).toMatchObject({ stateMachineArn, name: "c", status: "SUCCEEDED" })
      expect((await list({ statusFilter: "FAILED" })).executions).toEqual([])
      expect((await list({ statusFilter: "SUCCEEDED" })).executions).toHaveLength(3)
      expect((await list({ redriveFilter: "NOT_REDRIVEN" })).executions).toHaveLength(3)
      expect((await list({ redriveFilter: "REDRIVEN" })).executions).toHaveLength(0)
      await fails(list({ nextToken: first.nextToken, statusFilter: "FAILED" }), sfn.InvalidToken)
      await fails(list({ stateMachineArn: undefined }), sfn.ValidationException)
      await fails(list({ stateMachineArn: `${home}:stateMachine:x` }), sfn.StateMachineDoesNotExist)
      await fails(list({ stateMachineArn: undefined, mapRunArn: `${home}:mapRun:a/b:c` }), sfn.ResourceNotFound)
      const express = await create("quick", pass, { type: "EXPRESS" })
      await fails(list({ stateMachineArn: express }), sfn.StateMachineTypeNotSupported)
    })

    it("tell their history in both directions", async () => {
      await using api = await shop(open)
      const { client, create, start, ended } = api
      const executionArn = await start(await create("order", pass), { input: '{"a":1}' })
      await ended(executionArn)
      const get = async (more: Partial<sfn.GetExecutionHistoryInput>) =>
        await client.send(new sfn.GetExecutionHistoryCommand({ executionArn, ...more }))
      const types = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
      const first = await get({ maxResults: 3 })
      const second = await get({ maxResults: 3, nextToken: first.nextToken })
      expect([...(first.events ?? []), ...(second.events ?? [])].map(({ type }) => type)).toEqual(types)
      expect((await get({ reverseOrder: true })).events?.map(({ type }) => type)).toEqual(types.toReversed())
      expect(first.events?.[0]).toMatchObject({
        id: 1,
        previousEventId: 0,
        executionStartedEventDetails: { input: '{"a":1}', inputDetails: { truncated: false }, roleArn },
      })
      const bare = await get({ includeExecutionData: false })
      expect(bare.events?.[0]?.executionStartedEventDetails?.input).toBeUndefined()
      await fails(get({ nextToken: "x" }), sfn.InvalidToken)
      await fails(get({ executionArn: "x" }), sfn.InvalidArn)
    })

    it("of EXPRESS machines run while the caller waits", async () => {
      await using api = await shop(open)
      const { client, create } = api
      const stateMachineArn = await create("quick", pass, { type: "EXPRESS" })
      const run = async (more: Partial<sfn.StartSyncExecutionInput> = {}) =>
        await client.send(new sfn.StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}', ...more }))
      const answer = await run({ name: "one" })
      expect(answer).toMatchObject({
        stateMachineArn,
        name: "one",
        status: "SUCCEEDED",
        input: '{"a":1}',
        output: '{"a":1}',
        inputDetails: { included: true },
        outputDetails: { included: true },
      })
      expect(answer.executionArn).toMatch(new RegExp(`^${home}:express:quick:one:`))
      expect(answer.billingDetails?.billedDurationInMilliseconds).toBeGreaterThan(0)
      const failed = await create("bad", failing, { type: "EXPRESS" })
      expect(await run({ stateMachineArn: failed })).toMatchObject({
        status: "FAILED",
        error: "Broken",
        cause: "on purpose",
      })
      await fails(run({ stateMachineArn: await create("order", pass) }), sfn.StateMachineTypeNotSupported)
      await fails(run({ input: "{" }), sfn.InvalidExecutionInput)
      await fails(run({ name: "a b" }), sfn.InvalidName)
      await fails(run({ stateMachineArn: `${home}:stateMachine:x` }), sfn.StateMachineDoesNotExist)
      await fails(
        client.send(new sfn.DescribeExecutionCommand({ executionArn: answer.executionArn })),
        sfn.InvalidArn,
        "Invalid Arn: 'Resource type not valid in this context: express'",
      )
    })

    it("are redriven from where they failed", async () => {
      let broken = true
      await using api = await shop(open, {
        "arn:aws:lambda:us-east-1:111111111111:function:work": () => {
          if (broken) throw Object.assign(new Error("not yet"), { name: "Broken" })
          return { done: true }
        },
      })
      const { client, create, start, ended } = api
      const Resource = "arn:aws:lambda:us-east-1:111111111111:function:work"
      const executionArn = await start(await create("order", machineOf({ A: { Type: "Task", Resource, End: true } })))
      expect(await ended(executionArn)).toMatchObject({ status: "FAILED", error: "Broken" })
      broken = false
      const redrive = (clientToken: string) =>
        client.send(new sfn.RedriveExecutionCommand({ executionArn, clientToken }))
      const { redriveDate } = await redrive("one")
      expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '{"done":true}', redriveCount: 1 })
      expect((await redrive("one")).redriveDate, "idempotent").toEqual(redriveDate)
      await fails(redrive("two"), sfn.ExecutionNotRedrivable, /Execution is SUCCEEDED and cannot be redriven/)
      await fails(redrive("a b"), sfn.ValidationException)
    })
  })
}
