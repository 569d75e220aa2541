import { startRedis } from "@stepwright/test-redis/server"
import { Redis } from "ioredis"

import type { Options } from "./options.ts"
import { type Spread, spread } from "./statistics.ts"

/** What a Redis can do on this machine, whoever asks. */
export interface Limits {
  /** Appends of 200 bytes to a list, a hundred in each pipeline. */
  readonly pushesPerSecond: Spread
  /** The same by a script that checks each list's length as a commit would, a hundred in each call. */
  readonly transitionsPerSecond: Spread
}

/** Appends to each list, but only where it is as long as is expected; answers how many were refused. */
const group = `
local refused = 0
for i = 1, #KEYS do
  if redis.call("RPUSH", KEYS[i], ARGV[2 * i]) ~= tonumber(ARGV[2 * i - 1]) + 1 then
    redis.call("RPOP", KEYS[i])
    refused = refused + 1
  end
end
return refused`

const entry = "x".repeat(200)
const width = 100
const roundMs = 700

/** Measures a Redis of its own, five rounds each in turn. */
export async function measureLimits({ appendfsync }: Options): Promise<Limits> {
  await using server = await startRedis({ appendfsync })
  const client = new Redis(server.url)
  try {
    const keys = Array.from({ length: width }, (_, index) => `limit:${index}`)
    const pushes: number[] = []
    const transitions: number[] = []
    for (let round = 0; round < 5; round++) {
      await client.flushall()
      pushes.push(await rate(() => push(client, keys)))
      await client.flushall()
      const sha = String(await client.script("LOAD", group))
      let length = 0
      transitions.push(await rate(() => commit(client, sha, keys, length++)))
    }
    return { pushesPerSecond: spread(pushes), transitionsPerSecond: spread(transitions) }
  } finally {
    client.disconnect()
  }
}

async function push(client: Redis, keys: readonly string[]): Promise<void> {
  const pipeline = client.pipeline()
  for (const key of keys) pipeline.rpush(key, entry)
  await pipeline.exec()
}

async function commit(client: Redis, sha: string, keys: readonly string[], length: number): Promise<void> {
  const values = keys.flatMap(() => [String(length), entry])
  const refused = await client.evalsha(sha, keys.length, ...keys, ...values)
  if (refused !== 0) throw new Error("a transition was refused")
}

/** How many keys are written in a second, with two batches under way so that neither side waits for the other. */
async function rate(batch: () => Promise<void>): Promise<number> {
  const began = performance.now()
  let batches = 0
  const lane = async (): Promise<void> => {
    while (performance.now() - began < roundMs) {
      await batch()
      batches++
    }
  }
  await Promise.all([lane(), lane()])
  return (batches * width) / ((performance.now() - began) / 1000)
}
