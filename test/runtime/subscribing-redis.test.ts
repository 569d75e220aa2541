import { redis } from "@stepwright/adapters/redis"
import { createClient, createWorker, silentLogger, stateMachine } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"

import { collect } from "./collect.ts"
import { wholeHistory } from "./whole-history.ts"

const machine = stateMachine("chain", {
  StartAt: "First",
  States: {
    First: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", Next: "Pause" },
    Pause: { Type: "Wait", Seconds: 1, Next: "Second" },
    Second: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true },
  },
})

it("a subscription hears of what a worker elsewhere does", async () => {
  const place = { ...sharedRedis(), logger: silentLogger }
  const [here, there] = [await redis(place), await redis(place)]
  const worker = createWorker({
    backend: there,
    workflows: [machine],
    resources: { work: (input) => input },
    logger: silentLogger,
  })
  const client = createClient({ backend: here, workflows: [machine] })
  const { id } = await client.start(machine, {})
  const seen = collect(client.subscribe(id))
  await worker.start()
  const events = await seen
  expect(events.at(-1)?.type).toBe("ExecutionSucceeded")
  expect(events).toEqual(await wholeHistory(client, id))
  await worker.close()
  await Promise.all([here.close(), there.close()])
})
