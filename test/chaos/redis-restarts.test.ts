import { setTimeout as pause } from "node:timers/promises"

import { redis } from "@stepwright/adapters/redis"
import { type Engine, silentLogger, startEngine, stateMachine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"

const step = (Next?: string) => ({
  Type: "Task" as const,
  Resource: "arn:aws:lambda:us-east-1:111111111111:function:step",
  ...(Next === undefined ? { End: true as const } : { Next }),
})

/** Tasks, and a sleep between them that lets go of the execution. */
const machine = stateMachine("restarting", {
  StartAt: "First",
  States: { First: step("Sleep"), Sleep: { Type: "Wait", Seconds: 2, Next: "Last" }, Last: step() },
})

it("every execution that was started ends, once, though Redis is killed again and again under two workers", async () => {
  await using server = await startRedis({ appendfsync: "always" })
  const committed = new Map<string, number>()
  const engines: Engine[] = []
  for (let count = 0; count < 2; count++) {
    engines.push(
      await startEngine({
        backend: await redis({ url: server.url, partitions: 4, leaseMs: 1000 }),
        workflows: [machine],
        logger: silentLogger,
        resources: { step: async (input: unknown) => (await pause(5), input) },
        onTransition: ({ execution, event }) => {
          if (event.type !== "ExecutionSucceeded") return
          committed.set(execution, (committed.get(execution) ?? 0) + 1)
        },
      }),
    )
  }
  const [engine] = engines as [Engine, Engine]
  const ids: Parameters<Engine["result"]>[0][] = []
  for (let round = 0; round < 4; round++) {
    for (let at = 0; at < 25; at++) {
      // What was not acknowledged is started again: the name makes it the same.
      const name = `${round}-${at}`
      for (;;) {
        const started = await engine.start(machine, { name }, { name }).catch(() => undefined)
        if (started !== undefined) {
          ids.push(started.id)
          break
        }
        await pause(20)
      }
    }
    await pause(100 * round)
    await server.kill()
    await pause(100)
    await server.restart()
  }
  for (const id of ids) {
    for (;;) {
      const outcome = await engine.result(id).catch(() => undefined)
      if (outcome !== undefined) {
        expect(outcome.status).toBe("SUCCEEDED")
        break
      }
      await pause(50)
    }
  }
  expect(ids.length).toBe(100)
  expect([...committed.values()].filter((times) => times > 1)).toEqual([])
  for (const each of engines) await each.close()
})
