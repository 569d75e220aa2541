export type { Deployment, Durability, Place, RedisOptions, Testing } from "./options.ts"
export { redis } from "./redis.ts"
