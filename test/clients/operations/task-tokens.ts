import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, until } from "../expecting.ts"
import { callback } from "../machines.ts"
import { shop } from "../shop.ts"

export function taskTokensTests(open: Open): void {
  describe("task tokens", () => {
    it("are answered once", async () => {
      const tokens: string[] = []
      await using api = await shop(open, {
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
}
