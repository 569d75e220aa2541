import type { Backend } from "@stepwright/engine"

import type { Options } from "../options.ts"

/** Where a contestant keeps what it stores; each has its own. */
export interface Place {
  /** A folder, empty at first. */
  readonly folder: string
  /** A Redis, for whoever asked for one. */
  readonly redisUrl: string
}

/** One of our backends, as it takes part. */
export interface BenchBackend {
  /** What a reader must know to judge the figures. */
  readonly settings: (options: Options) => string
  readonly redis: boolean
  /** Several processes may use it at once. */
  readonly shared: boolean
  /** What it holds outlives its process. */
  readonly durable: boolean
  readonly open: (place: Place, options: Options) => Backend | Promise<Backend>
}
