import { setTimeout as pause } from "node:timers/promises"

import { redis } from "@stepwright/adapters/redis"
import { type Engine, silentLogger, startEngine, stateMachine } from "@stepwright/engine"
import { startSentinel } from "@stepwright/test-redis"
import { expect, it } from "vitest"

const step = (Next?: string) => ({
  Type: "Task" as const,
  Resource: "arn:aws:lambda:us-east-1:111111111111:function:step",
  ...(Next === undefined ? { End: true as const } : { Next }),
})

/** Tasks, and a sleep between them that lets go of the execution. */
const machine = stateMachine("failing-over", {
  StartAt: "First",
  States: { First: step("Sleep"), Sleep: { Type: "Wait", Seconds: 2, Next: "Last" }, Last: step() },
})

it("what replicas have acknowledged ends, once, though they take over from each other under two workers", async () => {
  await using sentinel = await startSentinel()
  const { name, sentinels } = sentinel
  const wentBack: unknown[] = []
  const logger = {
    ...silentLogger,
    error: (message: string, facts: unknown) => void wentBack.push([message, facts]),
  }
  const committed = new Map<string, number>()
  const engines: Engine[] = []
  for (let count = 0; count < 2; count++) {
    engines.push(
      await startEngine({
        backend: await redis({
          client: { name, sentinels: [...sentinels] },
          durability: "replicated",
          timeoutMs: 2000,
          logger,
        }),
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
  const stop = new AbortController()
  const load = (async () => {
    for (let at = 0; !stop.signal.aborted; at++) {
      const started = await engine.start(machine, { at }, { name: `n${at}` }).catch(() => undefined)
      if (started !== undefined) ids.push(started.id)
      await pause(10)
    }
  })()
  for (const how of ["orderly", "crash"] as const) {
    await pause(300)
    const old = await sentinel.primary()
    await sentinel.failover(how)
    if (how === "crash") await old.restart()
  }
  const before = ids.length
  while (ids.length < before + 10) await pause(20)
  stop.abort()
  await load
  for (const id of ids) {
    for (;;) {
      const outcome = await engine.result(id).catch(() => undefined)
      if (outcome === undefined) {
        await pause(20)
        continue
      }
      expect(outcome.status).toBe("SUCCEEDED")
      break
    }
  }
  expect([...committed].filter(([, times]) => times !== 1)).toEqual([])
  expect(wentBack).toEqual([])
  for (const each of engines) await each.close()
})
