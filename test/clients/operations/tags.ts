import * as sfn from "@aws-sdk/client-sfn"
import { describe, expect, it } from "vitest"

import type { Open } from "../backends.ts"
import { fails, home } from "../expecting.ts"
import { pass } from "../machines.ts"
import { shop } from "../shop.ts"

export function tagsTests(open: Open): void {
  describe("tags", () => {
    it("are put on machines and activities, and taken off", async () => {
      await using api = await shop(open)
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
}
