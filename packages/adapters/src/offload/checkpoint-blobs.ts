import type { Logger, Sessions, Tick } from "@stepwright/engine"

import { keyIn } from "./blob-codec.ts"
import type { Blobs } from "./blobs.ts"

/**
 * Sessions that remove the blob of a checkpoint once another has taken its place: an execution that sleeps often would
 * otherwise leave one behind each time. Where a crash brings the old one back, the whole journal stands in for it. Sees
 * texts as they are stored.
 */
export function replacedCheckpoints(sessions: Sessions, blobs: Blobs, logger: Logger): Sessions {
  /** The key of the checkpoint that is stored of what is owned here, by execution. */
  const current = new Map<string, string>()

  const committed = ({ commits }: Tick, refused: ReadonlySet<string>): void => {
    for (const { execution, checkpoint, status, sleep } of commits) {
      const before = current.get(execution)
      const now = checkpoint === undefined ? before : keyIn(checkpoint)
      const isOver = refused.has(execution) || sleep !== undefined || (status?.status ?? "RUNNING") !== "RUNNING"
      if (isOver || now === undefined) current.delete(execution)
      else current.set(execution, now)
      if (checkpoint === undefined || before === undefined || refused.has(execution)) continue
      blobs.delete(before).catch((error: unknown) => {
        logger.warn("a replaced checkpoint is left until its execution is removed", { execution, error })
      })
    }
  }

  return {
    ...sessions,
    async tick(params) {
      const result = await sessions.tick(params)
      if (result.lost) return result
      committed(params, new Set(result.refused))
      for (const { id, checkpoint } of result.reserved) {
        const key = checkpoint && keyIn(checkpoint.state)
        if (key === undefined) current.delete(id)
        else current.set(id, key)
      }
      return result
    },
  }
}
