import { sharedRedis } from "@stepwright/test-redis"
import { Redis as Client } from "ioredis"
import { expect, it } from "vitest"

import { redis } from "./redis.ts"

it("a deployment keeps the number of partitions that it was founded with", async () => {
  const place = sharedRedis()
  await (await redis({ ...place, partitions: 3 })).close()
  await expect(redis({ ...place, partitions: 4 })).rejects.toMatchObject({ code: "STORE_PARTITIONS", retryable: false })
  const backend = await redis(place)
  await backend.plans.put({ id: "a".repeat(64), machine: "m", text: "{}" })
  await backend.close()
  const client = new Client(place.url)
  const keys = await client.keys(`${place.prefix}*:plans`)
  await client.quit()
  expect(keys.toSorted()).toEqual(["{p00}:plans", "{p01}:plans", "{p02}:plans"].map((key) => place.prefix + key))
})

it("a number of partitions out of bounds is refused", async () => {
  for (const partitions of [0, 1.5, 1025]) {
    await expect(redis({ ...sharedRedis(), partitions })).rejects.toMatchObject({ code: "STORE_PARTITIONS" })
  }
})

it("a format of another release is refused, and not touched", async () => {
  const place = sharedRedis()
  const client = new Client(place.url)
  await client.hset(`${place.prefix}{p00}:meta`, "format", "2")
  await expect(redis(place)).rejects.toMatchObject({ code: "STORE_VERSION", retryable: false })
  expect(await client.keys(`${place.prefix}*`)).toEqual([`${place.prefix}{p00}:meta`])
  expect(await client.hgetall(`${place.prefix}{p00}:meta`)).toEqual({ format: "2" })
  await client.quit()
})

it("a store whose time is a test's is refused in production, and the other way round", async () => {
  const [tested, real] = [sharedRedis(), sharedRedis()]
  await (await redis({ ...tested, testing: { clock: "caller" } })).close()
  await expect(redis(tested)).rejects.toMatchObject({ code: "STORE_FOR_TESTS", retryable: false })
  await (await redis(real)).close()
  await expect(redis({ ...real, testing: { clock: "caller" } })).rejects.toMatchObject({ code: "STORE_FOR_TESTS" })
})
