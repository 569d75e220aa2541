import { sharedRedis } from "@stepwright/test-redis"
import { Redis as Client } from "ioredis"
import { expect, it } from "vitest"

import { redis } from "./redis.ts"

const id = "a".repeat(64)
const stored = { id, machine: "m", text: "{}" }

/** What a process leaves that dies while it stores a plan, as an earlier release did that: by one command after the other. */
const remains: readonly (readonly [commands: number, what: string])[] = [
  [1, "the beginning of its id alone"],
  [2, "its text, but no place among the others"],
]

it.each(remains)("a plan of which somebody who died has stored %i of two parts, %s, is stored whole", async (count) => {
  const place = sharedRedis()
  const client = new Client(place.url)
  const root = `${place.prefix}{p00}:`
  if (count > 0) await client.hset(`${root}plan-beginnings`, id.slice(0, 12), id)
  if (count > 1) await client.hset(`${root}plan-texts`, id, JSON.stringify(["m", "{}"]))
  client.disconnect()
  const backend = await redis(place)
  await backend.plans.put(stored)
  await backend.plans.put(stored)
  expect(await backend.plans.list()).toEqual([stored])
  expect(await backend.plans.get({ id })).toEqual(stored)
  // Whoever finds one of its executions knows the whole id.
  await backend.executions.start({
    id: "e",
    machine: "m",
    name: "e",
    plan: id,
    header: "{}",
    input: "{}",
    startedAt: 1,
  })
  const other = await redis(place)
  expect(await other.executions.get({ id: "e" })).toMatchObject({ plan: id })
  await backend.close()
  await other.close()
})
