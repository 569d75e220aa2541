import { type Backend, type BlobStore, type Clock, type Logger, stderrLogger } from "@stepwright/engine"

import { recoded } from "../recoded/recoded.ts"
import { blobCodec } from "./blob-codec.ts"
import { Blobs } from "./blobs.ts"
import { replacedCheckpoints } from "./checkpoint-blobs.ts"
import { offloadedExecutions } from "./executions.ts"
import { sweep } from "./sweep.ts"

/** What {@link offloaded} keeps elsewhere, and where. */
export interface OffloadOptions {
  /** Where large payloads are kept: `files`, `s3` or one of your own. */
  readonly store: BlobStore
  readonly bucket: string
  /** What keys begin with; default `""`. A backend needs a bucket and prefix of its own. */
  readonly prefix?: string
  /** Texts of more bytes of UTF-8 than this are offloaded; default 32,768. */
  readonly threshold?: number
  /** How long the object store may take for one payload, in milliseconds; default 10,000. */
  readonly timeoutMs?: number
  /** Told of what is tried again. Default: JSON lines on the standard error output. */
  readonly logger?: Logger
  /** By which the age of objects is told; default: the system's. */
  readonly clock?: Pick<Clock, "now">
}

/** A backend whose large payloads are kept elsewhere. */
export interface OffloadedBackend extends Backend {
  /**
   * Removes objects that belong to nothing any more and are older than `olderThanMs` milliseconds (default: a day):
   * written for a commit or a start that was refused or never came, or left over by a removal that was cut short. Lists
   * every object. Never less than the longest that a start or commit may take to arrive.
   */
  sweep(params?: { readonly olderThanMs?: number }): Promise<{ readonly removed: number }>
}

/**
 * A backend that keeps large inputs, outputs, errors, causes, facts, checkpoints and dead letters in an object store,
 * and of each its place, length and sha256. An object is written before what refers to it is committed, read when its
 * text is, and checked. Messages stay in the backend: a worker soon makes facts of them. Closing it closes the backend.
 *
 * Where the object store fails, an execution that needs it is let go of and tried again in a moment; a client is told
 * `BLOB_FAILED`. Where an object is not there any more it is parked with `Stepwright.BlobMissing`; a client is told
 * `BLOB_MISSING`. Put `encrypted` around it, not under it.
 */
export function offloaded(backend: Backend, options: OffloadOptions): OffloadedBackend {
  const { threshold = 32_768, logger = stderrLogger, clock = { now: () => Date.now() } } = options
  const blobs = new Blobs(options)
  const own = { ...backend, sessions: replacedCheckpoints(backend.sessions, blobs, logger) }
  const inner = recoded(own, blobCodec(blobs, threshold), logger)
  return {
    ...inner,
    // A tick may refuse what could not be offloaded.
    capabilities: { ...inner.capabilities, volatile: false },
    executions: offloadedExecutions(inner.executions, backend.executions, { blobs, threshold, logger, clock }),
    sweep: ({ olderThanMs = 86_400_000 } = {}) => sweep(backend, blobs, clock.now() - olderThanMs),
  }
}
