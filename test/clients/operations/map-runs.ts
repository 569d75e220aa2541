import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, home, until } from "../expecting.ts"
import { batched, distributed, slow } from "../machines.ts"
import { shop } from "../shop.ts"

export function mapRunsTests(open: Open): void {
  describe("map runs", () => {
    it("are listed, described and counted", async () => {
      await using api = await shop(open)
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
      expect(executions[0]).toMatchObject({ mapRunArn, stateMachineArn: `${stateMachineArn}/each`, itemCount: 1 })
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

    it("count the items of batches", async () => {
      await using api = await shop(open)
      const { client, create, start, ended } = api
      const executionArn = await start(await create("many", batched), { input: "[1,2,3]" })
      expect((await ended(executionArn)).status).toBe("SUCCEEDED")
      const { mapRuns = [] } = await client.send(new sfn.ListMapRunsCommand({ executionArn }))
      const { mapRunArn } = mapRuns[0] ?? {}
      const { executions = [] } = await client.send(new sfn.ListExecutionsCommand({ mapRunArn }))
      expect(executions.map(({ itemCount = 0 }) => itemCount).toSorted((a, b) => a - b)).toEqual([1, 2])
      const listed = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn: `${home}:stateMachine:many` }))
      expect(listed.executions?.[0]).not.toHaveProperty("itemCount")
    })

    it("go on within other limits", async () => {
      await using api = await shop(open)
      const { client, create, start } = api
      const executionArn = await start(await create("slow", slow), { input: "[1,2,3]" })
      const { mapRuns = [] } = await until(
        () => client.send(new sfn.ListMapRunsCommand({ executionArn })),
        (page) => page.mapRuns?.length === 1,
      )
      const { mapRunArn } = mapRuns[0] ?? {}
      const running = async (count: number) =>
        await until(
          () => client.send(new sfn.DescribeMapRunCommand({ mapRunArn })),
          (run) => run.executionCounts?.running === count,
        )
      await running(1)
      const update = (more: Partial<sfn.UpdateMapRunInput>) =>
        client.send(new sfn.UpdateMapRunCommand({ mapRunArn, ...more }))
      await update({ maxConcurrency: 2, toleratedFailureCount: 1, toleratedFailurePercentage: 50 })
      expect(await running(2)).toMatchObject({
        maxConcurrency: 2,
        toleratedFailureCount: 1,
        toleratedFailurePercentage: 50,
      })
      await update({ maxConcurrency: 0 })
      await running(3)
      await fails(update({ toleratedFailurePercentage: 101 }), sfn.ValidationException)
      const missing = `${home}:mapRun:slow/each:x.0.00000000`
      await fails(update({ mapRunArn: missing, maxConcurrency: 1 }), sfn.ResourceNotFound)
      await client.send(new sfn.StopExecutionCommand({ executionArn }))
      await until(
        () => client.send(new sfn.DescribeMapRunCommand({ mapRunArn })),
        ({ status }) => status === "ABORTED",
      )
      await fails(update({ maxConcurrency: 1 }), sfn.ValidationException)
    })
  })
}
