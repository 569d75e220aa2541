export { freePort } from "./free-port.ts"
export { sharedRedis, type SharedRedis } from "./shared.ts"
export type { Redis, RedisOptions } from "./redis.ts"
export { startRedis } from "./start-redis.ts"
