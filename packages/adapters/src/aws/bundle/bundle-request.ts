import type { BundleIssue } from "./bundle-error.ts"

/** Where a task's handler is exported. */
export interface HandlerPlace {
  readonly task: string
  /** The module: an absolute path. */
  readonly file: string
  /** The export's name, then the key or index of a member of it: `["chargeCard"]`, `["handlers", "0"]`, `["default"]`. */
  readonly exportPath: readonly string[]
  /** The shortest heartbeat of the task's steps, where one has any: its function then answers by token. */
  readonly heartbeatSeconds?: number
}

/** What the process that bundles is asked. All of it is JSON. */
export interface BundleRequest {
  readonly handlers: readonly HandlerPlace[]
  /** Absolute. */
  readonly outDir: string
  readonly runtime: "nodejs22.x" | "nodejs24.x"
  /** What paths are told relative to, in source maps and messages: absolute. */
  readonly root: string
  readonly external: readonly string[]
  readonly conditions: readonly string[]
  readonly telemetry: boolean
}

/** A module and its share of a bundle. */
export interface ModuleWeight {
  /** Relative to the project. */
  readonly path: string
  /** Minified. */
  readonly bytes: number
}

/** One task's function. */
export interface TaskBundle {
  readonly task: string
  /** Absolute: holds `index.mjs` and its source map. */
  readonly folder: string
  /** What the function's `Handler` is. */
  readonly handler: "index.handler"
  /** Of `index.mjs`. */
  readonly bytes: number
  readonly gzipBytes: number
  /** Of all files together: what Lambda bounds. */
  readonly unzippedBytes: number
  /** The heaviest first. */
  readonly modules: readonly ModuleWeight[]
}

/** What the process answers. */
export interface BundleAnswer {
  readonly bundles: readonly TaskBundle[]
  /** Nothing is wrong with these, but something may be. */
  readonly warnings: readonly BundleIssue[]
  readonly problems: readonly BundleIssue[]
}
