import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, home, until } from "../expecting.ts"
import { activity } from "../machines.ts"
import { shop } from "../shop.ts"

export function activitiesTests(open: Open): void {
  describe("activities", () => {
    it("hand their tasks to whoever polls", async () => {
      await using api = await shop(open)
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
}
