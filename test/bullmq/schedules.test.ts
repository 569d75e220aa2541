import { memory } from "@stepwright/adapters/memory"
import { bullmq, schedule, startSchedules } from "@stepwright/adapters/bullmq"
import { workflow } from "@stepwright/dsl"
import { type Engine, startEngine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { Redis } from "ioredis"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { newPrefix, until } from "./lab.ts"

let redis: Awaited<ReturnType<typeof startRedis>>
const connection = { host: "127.0.0.1", port: 0 }
beforeAll(async () => {
  redis = await startRedis()
  connection.port = redis.port
})
afterAll(async () => await redis.stop())

const Tick = z.object({ at: z.string() })
const report = workflow("report", { input: Tick }, (_, { at }) => ({ at }))
const everySecond = schedule("* * * * * *", { name: "each" }).start(report, (tick) => ({ at: tick.toISOString() }))

async function ticksOf(engine: Engine): Promise<readonly string[]> {
  const { executions } = await engine.list({ limit: 1000 })
  return executions.map(({ name }) => name).toSorted()
}

describe("a schedule", () => {
  it("starts one execution for each tick, however many processes keep it", async () => {
    const place = { connection, prefix: newPrefix() }
    await using engine = await startEngine({ backend: memory(), workflows: [report] })
    const parts = { ...place, client: engine, schedules: [everySecond] }
    await using _one = await startSchedules(parts)
    await using _two = await startSchedules(parts)
    await until(async () => (await ticksOf(engine)).length >= 3)
    const names = await ticksOf(engine)
    const times = names.map((name) => /^each-(\d{8}T\d{6}Z)$/.exec(name)?.[1] ?? name)
    expect(new Set(times).size).toBe(names.length)
    const { executions } = await engine.list({ limit: 1 })
    const [newest] = executions
    const { output } = await engine.result(newest?.id ?? "")
    expect(`each-${(output as { at: string }).at.replaceAll(/[-:]|\.000/g, "")}`).toBe(newest?.name)
  })

  it("makes good what was missed, by its policy, and only once", async () => {
    const place = { connection, prefix: newPrefix() }
    const client = new Redis(connection)
    await using engine = await startEngine({ backend: memory(), workflows: [report] })
    const hourly = (["skip", "once", "all"] as const).map((catchUp) =>
      schedule("0 * * * *", { name: catchUp, catchUp }).start(report, { at: "" }),
    )
    const marks = `${place.prefix}:~schedules:ticked`
    // Nobody was there for the last three ticks and a while.
    const hour = 3_600_000
    const last = (Math.floor(Date.now() / hour) - 3) * hour
    for (const { name } of hourly) await client.zadd(marks, last, name)
    for (let time = 0; time < 2; time++) {
      await using _ = await startSchedules({ ...place, client: engine, schedules: hourly })
      await until(async () => (await client.zrangebyscore(marks, last + 3 * hour, "+inf")).length >= 2)
    }
    client.disconnect()
    const names = await ticksOf(engine)
    expect(names.filter((name) => name.startsWith("once-"))).toHaveLength(1)
    expect(names.filter((name) => name.startsWith("all-"))).toHaveLength(3)
    expect(names.filter((name) => name.startsWith("skip-")).length).toBeLessThanOrEqual(
      Date.now() % hour < 120_000 ? 1 : 0,
    )
  })

  it("is refused where it cannot be kept", async () => {
    expect(() => schedule("every now and then").start(report, { at: "" })).toThrow(
      expect.objectContaining({ code: "SCHEDULE_INVALID" }),
    )
    expect(() => schedule("0 * * * *", { timezone: "Atlantis" }).start(report, { at: "" })).toThrow(
      expect.objectContaining({ code: "SCHEDULE_INVALID" }),
    )
    expect(() => schedule("0 * * * *", { name: "no spaces" }).start(report, { at: "" })).toThrow(
      expect.objectContaining({ code: "SCHEDULE_INVALID" }),
    )
    await using engine = await startEngine({ backend: memory(), workflows: [report] })
    await expect(
      startSchedules({ connection, client: engine, schedules: [everySecond, everySecond] }),
    ).rejects.toMatchObject({ code: "DUPLICATE_NAME" })
  })
})

describe("queues that cannot be reached", () => {
  it("keep an engine from starting", async () => {
    const queues = bullmq({ connection: { host: "127.0.0.1", port: 1 }, queues: { paper: {} } })
    const starting = startEngine({ backend: memory(), workflows: [report], queues })
    await expect(starting).rejects.toMatchObject({ code: "QUEUES_FAILED", retryable: true })
  })
})
