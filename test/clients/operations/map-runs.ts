import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, home } from "../expecting.ts"
import { distributed } from "../machines.ts"
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
}
