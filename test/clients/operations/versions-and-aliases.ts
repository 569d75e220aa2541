import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, home } from "../expecting.ts"
import { failing, pass } from "../machines.ts"
import { shop } from "../shop.ts"

export function versionsAndAliasesTests(open: Open): void {
  describe("versions and aliases", () => {
    it("are published, listed and deleted", async () => {
      await using api = await shop(open)
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
      await using api = await shop(open)
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
}
