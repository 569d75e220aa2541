import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, home, until } from "../expecting.ts"
import { failing, machineOf, pass, roleArn, waiting } from "../machines.ts"
import { shop } from "../shop.ts"

export function stateMachinesTests(open: Open): void {
  describe("state machines", () => {
    it("are created once, and described as they were sent", async () => {
      await using api = await shop(open)
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

    it("are described with the variables that their states read", async () => {
      await using api = await shop(open)
      const { client, create } = api
      const stateMachineArn = await create(
        "order",
        machineOf({
          Set: { Type: "Pass", Assign: { "id.$": "$.id" }, Next: "Use" },
          Use: { Type: "Pass", InputPath: "$id", End: true },
        }),
      )
      const described = async (more: object) =>
        await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn, ...more }))
      expect((await described({})).variableReferences).toEqual({ Use: ["id"] })
      expect((await described({ includedData: "METADATA_ONLY" })).variableReferences).toBeUndefined()
    })

    it("are refused with all that is wrong", async () => {
      await using api = await shop(open)
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
      await using api = await shop(open)
      const { client, create } = api
      for (const name of ["c", "a", "b"]) await create(name, pass)
      const first = await client.send(new sfn.ListStateMachinesCommand({ maxResults: 2 }))
      const second = await client.send(new sfn.ListStateMachinesCommand({ maxResults: 2, nextToken: first.nextToken }))
      const names = [...(first.stateMachines ?? []), ...(second.stateMachines ?? [])].map(({ name }) => name)
      expect([names, second.nextToken]).toEqual([["a", "b", "c"], undefined])
      await fails(client.send(new sfn.ListStateMachinesCommand({ nextToken: "x" })), sfn.InvalidToken)
    })

    it("are revised, and what runs keeps its definition", async () => {
      await using api = await shop(open)
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
      await using api = await shop(open)
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
}
