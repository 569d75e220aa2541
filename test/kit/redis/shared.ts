import { randomBytes } from "node:crypto"

import { inject } from "vitest"

/** The one server that all test files of a run share. */
export interface SharedRedis {
  readonly url: string
  /** Belongs to the caller alone: every key that it writes begins with it. Letters, digits, `-` and `:` at its end. */
  readonly prefix: string
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly redis: { readonly url: string; readonly prefix: string }
  }
}

/**
 * The server of this run and a prefix that nobody else has, so that files run beside each other. Keys need not be
 * removed. Whoever kills, pauses or configures a server takes `startRedis`.
 * @throws {Error} in a test outside of the project `redis`, which starts the server
 */
export function sharedRedis(): SharedRedis {
  const run = inject("redis") as { readonly url: string; readonly prefix: string } | undefined // in other projects
  if (run === undefined) {
    throw new Error("This file is not of the project `redis`: put `redis` or `bullmq` into its name or its folder's.")
  }
  return { url: run.url, prefix: `${run.prefix}${randomBytes(6).toString("hex")}:` }
}
