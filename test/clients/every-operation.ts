import * as sfn from "@aws-sdk/client-sfn"
import type { Backend, ResourceHandler } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import type { Open } from "./backends.ts"
import { activity, callback, distributed, failing, machineOf, pass, roleArn, waiting } from "./machines.ts"
import { served } from "./served.ts"

const home = "arn:aws:states:us-east-1:111111111111"

/** Every operation of AWS's client against the API over a backend: what it answers, and how it fails. */
export function everyOperation(open: Open): void {
  const serve = async (resources: Readonly<Record<string, ResourceHandler>> = {}) => {
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

  describe("state machines", () => {
    it("are created once, and described as they were sent", async () => {
      await using api = await serve()
      const { client, create } = api
      const arn = await create("order", pass, { tags: [{ key: "team", value: "shop" }] })
      expect(arn).toBe(`${home}:stateMachine:order`)
      expect(await create("order", pass, { roleArn: `${roleArn}-other` }), "idempotent").toBe(arn)
      await fails(create("order", failing), sfn.StateMachineAlreadyExists, `State Machine Already Exists: '${arn}'`)
      await fails(create("order", pass, { type: "EXPRESS" }), sfn.StateMachineAlreadyExists)
      const described = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn: arn }))
      expect(described).toMatchObject({
        stateMachineArn: arn,
        name: "order",
        status: "ACTIVE",
        definition: pass,
        roleArn,
        type: "STANDARD",
        loggingConfiguration: { level: "OFF", includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        encryptionConfiguration: { type: "AWS_OWNED_KEY" },
      })
      expect(described.creationDate).toBeInstanceOf(Date)
      expect(described.revisionId).toBeUndefined()
    })

    it("are refused with all that is wrong", async () => {
      await using api = await serve()
      const { create } = api
      await fails(create("a b", pass), sfn.InvalidName, "Invalid Name: 'a b'")
      await fails(
        create("a", machineOf({ A: { Type: "Pass", Next: "C" }, B: { Type: "Pass" } })),
        sfn.InvalidDefinition,
        /^Invalid State Machine Definition: '.*MISSING_TRANSITION_TARGET.* at \/States\/A\/Next.*, .*'$/,
      )
      await fails(create("a", pass, { roleArn: "role" }), sfn.InvalidArn, "Invalid Arn: 'Invalid ARN prefix: role'")
      const level = "ALL" as const
      await fails(create("a", pass, { loggingConfiguration: { level } }), sfn.InvalidLoggingConfiguration)
      const type = "CUSTOMER_MANAGED_KMS_KEY" as const
      await fails(create("a", pass, { encryptionConfiguration: { type } }), sfn.InvalidEncryptionConfiguration)
      await fails(create("a", pass, { versionDescription: "first" }), sfn.ValidationException)
      await fails(
        create("a".repeat(81), pass, { type: "OTHER" as "STANDARD" }),
        sfn.ValidationException,
        `2 validation errors detected: Value '${"a".repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80; Value 'OTHER' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]`,
      )
      const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: "v" }))
      await fails(create("a", pass, { tags }), sfn.TooManyTags)
    })

    it("are listed page by page", async () => {
      await using api = await serve()
      const { client, create } = api
      for (const name of ["c", "a", "b"]) await create(name, pass)
      const first = await client.send(new sfn.ListStateMachinesCommand({ maxResults: 2 }))
      const second = await client.send(new sfn.ListStateMachinesCommand({ maxResults: 2, nextToken: first.nextToken }))
      const names = [...(first.stateMachines ?? []), ...(second.stateMachines ?? [])].map(({ name }) => name)
      expect([names, second.nextToken]).toEqual([["a", "b", "c"], undefined])
      await fails(client.send(new sfn.ListStateMachinesCommand({ nextToken: "x" })), sfn.InvalidToken)
    })

    it("are revised, and what runs keeps its definition", async () => {
      await using api = await serve()
      const { client, create, start } = api
      const stateMachineArn = await create("order", waiting)
      const executionArn = await start(stateMachineArn)
      const update = (more: Partial<sfn.UpdateStateMachineInput>) =>
        client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn, ...more }))
      const { revisionId, updateDate } = await update({ definition: pass })
      expect(updateDate).toBeInstanceOf(Date)
      expect(await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
        definition: pass,
        revisionId,
      })
      expect((await update({ definition: pass })).revisionId, "nothing changed").toBe(revisionId)
      const forExecution = await client.send(new sfn.DescribeStateMachineForExecutionCommand({ executionArn }))
      expect(forExecution).toMatchObject({ stateMachineArn, name: "order", definition: waiting, roleArn })
      await fails(update({}), sfn.MissingRequiredParameter)
      await fails(update({ definition: "{" }), sfn.InvalidDefinition)
      await fails(update({ stateMachineArn: `${home}:stateMachine:x`, roleArn }), sfn.StateMachineDoesNotExist)
      await fails(update({ stateMachineArn: "x", roleArn }), sfn.InvalidArn)
      const labelled = update({ stateMachineArn: `${stateMachineArn}/label`, roleArn })
      await expect(labelled).rejects.toMatchObject({ reason: "API_DOES_NOT_SUPPORT_LABELED_ARNS" })
    })

    it("go when nothing of them runs", async () => {
      await using api = await serve()
      const { client, create, start } = api
      const stateMachineArn = await create("order", waiting)
      const executionArn = await start(stateMachineArn)
      const describeIt = () => client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }))
      await client.send(new sfn.DeleteStateMachineCommand({ stateMachineArn }))
      expect((await describeIt()).status).toBe("DELETING")
      await fails(start(stateMachineArn), sfn.StateMachineDeleting)
      await fails(create("order", pass), sfn.StateMachineDeleting)
      await client.send(new sfn.StopExecutionCommand({ executionArn }))
      await fails(
        until(describeIt, () => false),
        sfn.StateMachineDoesNotExist,
        `State Machine Does Not Exist: '${stateMachineArn}'`,
      )
      await client.send(new sfn.DeleteStateMachineCommand({ stateMachineArn }))
      expect(await create("order", pass)).toBe(stateMachineArn)
    })
  })

  describe("versions and aliases", () => {
    it("are published, listed and deleted", async () => {
      await using api = await serve()
      const { client, create } = api
      const stateMachineArn = await create("order", pass, { publish: true, versionDescription: "first" })
      const publish = (more: Partial<sfn.PublishStateMachineVersionInput> = {}) =>
        client.send(new sfn.PublishStateMachineVersionCommand({ stateMachineArn, ...more }))
      expect((await publish({ revisionId: "INITIAL" })).stateMachineVersionArn).toBe(`${stateMachineArn}:1`)
      await fails(publish({ revisionId: "other" }), sfn.ConflictException)
      await fails(publish({ stateMachineArn: `${home}:stateMachine:x` }), sfn.StateMachineDoesNotExist)
      const second = await client.send(
        new sfn.UpdateStateMachineCommand({ stateMachineArn, definition: failing, publish: true }),
      )
      expect(second.stateMachineVersionArn).toBe(`${stateMachineArn}:2`)
      const versions = await client.send(new sfn.ListStateMachineVersionsCommand({ stateMachineArn, maxResults: 1 }))
      expect(versions.stateMachineVersions?.map((version) => version.stateMachineVersionArn)).toEqual([
        `${stateMachineArn}:2`,
      ])
      const rest = await client.send(
        new sfn.ListStateMachineVersionsCommand({ stateMachineArn, nextToken: versions.nextToken }),
      )
      expect(rest.stateMachineVersions?.map((version) => version.stateMachineVersionArn)).toEqual([
        `${stateMachineArn}:1`,
      ])
      const first = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` }))
      expect(first).toMatchObject({ definition: pass, description: "first", stateMachineArn: `${stateMachineArn}:1` })
      const remove = (stateMachineVersionArn: string) =>
        client.send(new sfn.DeleteStateMachineVersionCommand({ stateMachineVersionArn }))
      await remove(`${stateMachineArn}:1`)
      await remove(`${stateMachineArn}:1`)
      await fails(remove(stateMachineArn), sfn.ValidationException)
      await fails(
        client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` })),
        sfn.StateMachineDoesNotExist,
      )
    })

    it("lead starts to versions by their weights", async () => {
      await using api = await serve()
      const { client, create, start, ended } = api
      const stateMachineArn = await create("order", pass, { publish: true })
      await client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn, definition: failing, publish: true }))
      const route = (version: number, weight: number) => ({
        stateMachineVersionArn: `${stateMachineArn}:${version}`,
        weight,
      })
      const make = (routingConfiguration: sfn.RoutingConfigurationListItem[], name = "PROD") =>
        client.send(new sfn.CreateStateMachineAliasCommand({ name, routingConfiguration }))
      const { stateMachineAliasArn = "" } = await make([route(1, 100), route(2, 0)])
      expect(stateMachineAliasArn).toBe(`${stateMachineArn}:PROD`)
      expect((await make([route(1, 100), route(2, 0)])).stateMachineAliasArn, "idempotent").toBe(stateMachineAliasArn)
      await fails(make([route(2, 100)]), sfn.ConflictException)
      await fails(make([route(1, 60)], "a"), sfn.ValidationException, /must equal 100\. Received: \[60\]$/)
      await fails(make([route(1, 50), route(1, 50)], "a"), sfn.ValidationException)
      await fails(make([route(9, 100)], "a"), sfn.ResourceNotFound)
      await fails(make([route(1, 100)], "12"), sfn.InvalidName)
      const executionArn = await start(stateMachineAliasArn)
      expect(await ended(executionArn)).toMatchObject({
        status: "SUCCEEDED",
        stateMachineArn,
        stateMachineVersionArn: `${stateMachineArn}:1`,
        stateMachineAliasArn,
      })
      const aliasOnly = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn: stateMachineAliasArn }))
      expect(aliasOnly.executions?.map((execution) => execution.executionArn)).toEqual([executionArn])
      const versionTwo = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn: `${stateMachineArn}:2` }))
      expect(versionTwo.executions).toEqual([])
      await client.send(
        new sfn.UpdateStateMachineAliasCommand({
          stateMachineAliasArn,
          routingConfiguration: [route(2, 100)],
          description: "the second",
        }),
      )
      expect((await ended(await start(stateMachineAliasArn))).status).toBe("FAILED")
      const alias = await client.send(new sfn.DescribeStateMachineAliasCommand({ stateMachineAliasArn }))
      expect(alias).toMatchObject({ name: "PROD", description: "the second", routingConfiguration: [route(2, 100)] })
      const listed = await client.send(new sfn.ListStateMachineAliasesCommand({ stateMachineArn }))
      expect(listed.stateMachineAliases?.map((one) => one.stateMachineAliasArn)).toEqual([stateMachineAliasArn])
      await fails(
        client.send(new sfn.DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:2` })),
        sfn.ConflictException,
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [PROD]",
      )
      await client.send(new sfn.DeleteStateMachineAliasCommand({ stateMachineAliasArn }))
      const again = new sfn.DeleteStateMachineAliasCommand({ stateMachineAliasArn })
      await fails(client.send(again), sfn.ResourceNotFound)
      const update = new sfn.UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: "x" })
      await fails(client.send(update), sfn.ResourceNotFound)
      const describing = new sfn.DescribeStateMachineAliasCommand({ stateMachineAliasArn })
      await fails(client.send(describing), sfn.ResourceNotFound)
    })
  })

  describe("executions", () => {
    it("are started once by a name while they run", async () => {
      await using api = await serve()
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
      await using api = await serve()
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
      await using api = await serve()
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
      await using api = await serve()
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
      await using api = await serve({
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

  describe("task tokens", () => {
    it("are answered once", async () => {
      const tokens: string[] = []
      await using api = await serve({
        "sqs:sendMessage": (input) => void tokens.push((input as { readonly MessageBody: string }).MessageBody),
      })
      const { client, create, start, ended } = api
      const arn = await create("order", callback)
      const token = async () =>
        await until(
          () => Promise.resolve(tokens.shift() ?? ""),
          (found) => found !== "",
        )
      const first = await start(arn)
      const taskToken = await token()
      await client.send(new sfn.SendTaskHeartbeatCommand({ taskToken }))
      const notJson = client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: "{" }))
      await fails(notJson, sfn.InvalidOutput)
      await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{"b":2}' }))
      expect(await ended(first)).toMatchObject({ status: "SUCCEEDED", output: '{"b":2}' })
      const late = { taskToken, output: "1" }
      await fails(client.send(new sfn.SendTaskSuccessCommand(late)), sfn.TaskTimedOut)
      await fails(client.send(new sfn.SendTaskHeartbeatCommand({ taskToken })), sfn.TaskTimedOut)
      await fails(client.send(new sfn.SendTaskFailureCommand({ taskToken })), sfn.TaskTimedOut)
      const second = await start(arn)
      await client.send(new sfn.SendTaskFailureCommand({ taskToken: await token(), error: "No", cause: "why" }))
      expect(await ended(second)).toMatchObject({ status: "FAILED", error: "No", cause: "why" })
      const unknown = `${taskToken.slice(0, -4)}AAAA`
      for (const [taskToken, kind] of [
        [unknown, sfn.TaskDoesNotExist],
        ["x", sfn.InvalidToken],
      ] as const) {
        await fails(client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: "1" })), kind)
        await fails(client.send(new sfn.SendTaskFailureCommand({ taskToken })), kind)
        await fails(client.send(new sfn.SendTaskHeartbeatCommand({ taskToken })), kind)
      }
    })
  })

  describe("activities", () => {
    it("hand their tasks to whoever polls", async () => {
      await using api = await serve()
      const { client, create, start, ended } = api
      const { activityArn } = await client.send(new sfn.CreateActivityCommand({ name: "pack" }))
      expect(activityArn).toBe(`${home}:activity:pack`)
      expect((await client.send(new sfn.CreateActivityCommand({ name: "pack" }))).activityArn).toBe(activityArn)
      expect(await client.send(new sfn.DescribeActivityCommand({ activityArn }))).toMatchObject({
        activityArn,
        name: "pack",
      })
      const { activities } = await client.send(new sfn.ListActivitiesCommand({}))
      expect(activities?.map(({ name }) => name)).toEqual(["pack"])
      const arn = await create("order", activity("pack"))
      const poll = () => client.send(new sfn.GetActivityTaskCommand({ activityArn, workerName: "w1" }))
      const polling = poll()
      const executionArn = await start(arn, { input: '{"a":1}' })
      const { taskToken, input } = await polling
      expect(input).toBe('{"a":1}')
      await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{"b":2}' }))
      expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '{"b":2}' })
      const { events } = await client.send(new sfn.GetExecutionHistoryCommand({ executionArn }))
      expect(events?.slice(2, 5).map(({ type }) => type)).toEqual([
        "ActivityScheduled",
        "ActivityStarted",
        "ActivitySucceeded",
      ])
      expect(events?.[3]?.activityStartedEventDetails).toEqual({ workerName: "w1" })
      // One that was offered and is not awaited any more is handed to nobody.
      const stopped = await start(arn)
      await until(
        () => client.send(new sfn.GetExecutionHistoryCommand({ executionArn: stopped })),
        (page) => page.events?.some(({ type }) => type === "ActivityScheduled") === true,
      )
      await client.send(new sfn.StopExecutionCommand({ executionArn: stopped }))
      const next = poll()
      await start(arn, { input: '"next"' })
      expect((await next).input).toBe('"next"')
      await client.send(new sfn.DeleteActivityCommand({ activityArn }))
      await client.send(new sfn.DeleteActivityCommand({ activityArn }))
      await fails(client.send(new sfn.DescribeActivityCommand({ activityArn })), sfn.ActivityDoesNotExist)
      await fails(client.send(new sfn.GetActivityTaskCommand({ activityArn })), sfn.ActivityDoesNotExist)
      await fails(client.send(new sfn.CreateActivityCommand({ name: "a b" })), sfn.InvalidName)
      await fails(client.send(new sfn.DescribeActivityCommand({ activityArn: "x" })), sfn.InvalidArn)
      expect(await ended(await start(arn))).toMatchObject({ status: "FAILED", error: "States.Runtime" })
    })
  })

  describe("map runs", () => {
    it("are listed, described and counted", async () => {
      await using api = await serve()
      const { client, create, start, ended } = api
      const stateMachineArn = await create("many", distributed)
      const executionArn = await start(stateMachineArn, { input: "[1,2,3]" })
      expect((await ended(executionArn)).status).toBe("SUCCEEDED")
      const { mapRuns = [] } = await client.send(new sfn.ListMapRunsCommand({ executionArn }))
      expect(mapRuns).toHaveLength(1)
      const { mapRunArn } = mapRuns[0] ?? {}
      expect(mapRuns[0]).toMatchObject({ executionArn, stateMachineArn: `${stateMachineArn}/each` })
      const run = await client.send(new sfn.DescribeMapRunCommand({ mapRunArn }))
      expect(run).toMatchObject({ executionArn, status: "SUCCEEDED", maxConcurrency: 0 })
      expect(run.executionCounts).toMatchObject({ total: 3, succeeded: 3, failed: 0, pending: 0, resultsWritten: 0 })
      const { executions = [] } = await client.send(new sfn.ListExecutionsCommand({ mapRunArn }))
      expect(executions).toHaveLength(3)
      expect(executions[0]).toMatchObject({ mapRunArn, stateMachineArn: `${stateMachineArn}/each` })
      const child = { executionArn: executions[0]?.executionArn }
      expect(await client.send(new sfn.DescribeExecutionCommand(child))).toMatchObject({ mapRunArn })
      expect(await client.send(new sfn.DescribeStateMachineForExecutionCommand(child))).toMatchObject({
        mapRunArn,
        label: "each",
        definition: distributed,
      })
      const missing = `${home}:mapRun:many/each:00000000-0000-0000-0000-000000000000`
      await fails(client.send(new sfn.DescribeMapRunCommand({ mapRunArn: missing })), sfn.ResourceNotFound)
      await fails(client.send(new sfn.DescribeMapRunCommand({ mapRunArn: "x" })), sfn.InvalidArn)
    })
  })

  describe("tags", () => {
    it("are put on machines and activities, and taken off", async () => {
      await using api = await serve()
      const { client, create } = api
      const machine = await create("order", pass, { tags: [{ key: "a", value: "1" }] })
      const { activityArn = "" } = await client.send(
        new sfn.CreateActivityCommand({ name: "pack", tags: [{ key: "a", value: "1" }] }),
      )
      for (const resourceArn of [machine, activityArn]) {
        await client.send(new sfn.TagResourceCommand({ resourceArn, tags: [{ key: "b", value: "2" }] }))
        await client.send(new sfn.UntagResourceCommand({ resourceArn, tagKeys: ["a"] }))
        const { tags } = await client.send(new sfn.ListTagsForResourceCommand({ resourceArn }))
        expect(tags).toEqual([{ key: "b", value: "2" }])
      }
      const many = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: "" }))
      const tooMany = new sfn.TagResourceCommand({ resourceArn: machine, tags: many })
      await fails(client.send(tooMany), sfn.TooManyTags)
      const resourceArn = `${home}:stateMachine:x`
      await fails(client.send(new sfn.ListTagsForResourceCommand({ resourceArn })), sfn.ResourceNotFound)
      await fails(client.send(new sfn.TagResourceCommand({ resourceArn, tags: [] })), sfn.ResourceNotFound)
      await fails(client.send(new sfn.UntagResourceCommand({ resourceArn, tagKeys: [] })), sfn.ResourceNotFound)
      await fails(client.send(new sfn.ListTagsForResourceCommand({ resourceArn: "x" })), sfn.InvalidArn)
    })
  })

  describe("trying things out", () => {
    it("validates definitions and tests states", async () => {
      await using api = await serve()
      const { client } = api
      const validate = (definition: string, more: Partial<sfn.ValidateStateMachineDefinitionInput> = {}) =>
        client.send(new sfn.ValidateStateMachineDefinitionCommand({ definition, ...more }))
      expect(await validate(pass)).toMatchObject({ result: "OK", diagnostics: [], truncated: false })
      const bad = machineOf({ A: { Type: "Pass", Next: "C" }, B: { Type: "Nothing" } })
      const { result, diagnostics = [] } = await validate(bad)
      expect([result, diagnostics.length > 1]).toEqual(["FAIL", true])
      expect(await validate(bad, { maxResults: 1 })).toMatchObject({ truncated: true })
      await fails(validate(pass, { maxResults: 101 }), sfn.ValidationException)
      const test = (more: Partial<sfn.TestStateInput>) =>
        client.send(
          new sfn.TestStateCommand({
            definition: '{"Type":"Pass","Result":{"b":2},"ResultPath":"$.r","Next":"N"}',
            ...more,
          }),
        )
      expect(await test({ input: '{"a":1}', inspectionLevel: "DEBUG" })).toMatchObject({
        status: "SUCCEEDED",
        output: '{"a":1,"r":{"b":2}}',
        nextState: "N",
        inspectionData: { input: '{"a":1}' },
      })
      await fails(test({ definition: "{}" }), sfn.InvalidDefinition)
      await fails(test({ input: "{" }), sfn.InvalidExecutionInput)
      await fails(test({ roleArn: "role" }), sfn.InvalidArn)
      await fails(test({ stateName: "x" }), sfn.SFNServiceException)
    })
  })
}

/** Expects an exception of this class, and of these words. */
async function fails(
  call: Promise<unknown>,
  kind: abstract new (...args: never[]) => Error,
  message?: string | RegExp,
): Promise<void> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(kind)
  if (message instanceof RegExp) expect((thrown as Error).message).toMatch(message)
  else if (message !== undefined) expect((thrown as Error).message).toBe(message)
}

/** Asks until the answer is the one. What it throws is thrown on. */
async function until<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
