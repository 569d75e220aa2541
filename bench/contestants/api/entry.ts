import type { Options } from "../../options.ts"
import type { Entry } from "../entry.ts"
import type { ServerKind } from "./served.ts"

/** StartExecution of our API over Redis. Nothing runs what is started. */
export const startExecution = (options: Options): Entry =>
  api("stepwright api (redis)", "stepwright", "SigV4, policy, validation, idempotent start", options)

/** A bare route of hono that does one Redis write, asked by the same client. */
export const bareHono = (options: Options): Entry =>
  api("hono, one SET", "bare", "signatures are made but not looked at", options)

function api(name: string, kind: ServerKind, how: string, { appendfsync }: Options): Entry {
  return {
    name,
    settings: `AOF ${appendfsync}; ${how}`,
    ours: kind === "stepwright",
    workloads: ["api"],
    redis: true,
    shared: true,
    warmUp: 3000,
    // Loaded where it runs: AWS's client must not slow another contestant's process.
    open: async ({ redisUrl }) => (await import("./open.ts")).open(kind, redisUrl),
  }
}
