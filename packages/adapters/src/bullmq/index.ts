export { bullmq, type BullmqOptions, type QueueOptions } from "./bullmq.ts"
export type { QueuePlace, RedisServer } from "./connection.ts"
export type { ServingOptions } from "./queue-worker.ts"
export { type ServedQueue, serveQueue, type ServeQueueOptions } from "./serve-queue.ts"
