import { containerRedis } from "./container-redis.ts"
import { kindOfRedis } from "./kind.ts"
import { localRedis } from "./local-redis.ts"
import type { Redis, RedisOptions } from "./redis.ts"

export type { Redis, RedisOptions }

/**
 * Starts a Redis that the caller may kill, pause and restart: in a container where Docker is, else as a process.
 * A server that REDIS_URL names belongs to somebody else, so it is never the one: see `sharedRedis`.
 * @throws {Error} where none can be had, telling how to get one
 */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  return (await kindOfRedis()) === "docker" ? containerRedis(options) : localRedis(options)
}
