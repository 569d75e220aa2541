import type { Clock, Executions, Logger } from "@stepwright/engine"

import { isLarge } from "./blob-codec.ts"
import type { Blob, Blobs } from "./blobs.ts"

/** Younger objects are left to the sweep: one may belong to a start of the same id that is on its way. In milliseconds. */
const youth = 3_600_000
/** Executions whose objects are listed or removed at once. */
const atOnce = 8

export interface OffloadedParts {
  readonly blobs: Blobs
  readonly threshold: number
  readonly logger: Logger
  readonly clock: Pick<Clock, "now">
}

/**
 * Starting and forgetting executions whose payloads may be objects.
 * @param recoded - The backend's own, reading and writing objects.
 */
export function offloadedExecutions(
  recoded: Executions,
  own: Executions,
  { blobs, threshold, logger, clock }: OffloadedParts,
): Executions {
  return {
    ...recoded,
    async start(execution) {
      const input = String(execution.input)
      // Started again it would leave an object behind each time.
      const record = isLarge(input, threshold) ? await recoded.get({ id: execution.id }) : undefined
      return record === undefined ? await recoded.start({ ...execution, input }) : { outcome: "exists", record }
    },
    async prune({ ids, ...params }) {
      const candidates = ids ?? (await own.prunable(params))
      const old = clock.now() - youth
      // Listed before: what is written for the id from now on is another execution's.
      const owned = new Map<string, readonly Blob[]>()
      await eachOf(candidates, async (id) => {
        const found = await blobs.ofExecution(id)
        if (found.length > 0)
          owned.set(
            id,
            found.filter(({ writtenAt }) => writtenAt < old),
          )
      })
      const result = await own.prune({ ...params, ids: candidates })
      await eachOf([...owned], async ([id, found]) => {
        try {
          if ((await own.get({ id })) !== undefined) return
          for (const { key } of found) await blobs.delete(key)
        } catch (error) {
          logger.warn("a pruned execution's payloads are left to the sweep", { execution: id, error })
        }
      })
      return result
    },
  }
}

async function eachOf<T>(values: readonly T[], act: (value: T) => Promise<void>): Promise<void> {
  const left = values.values()
  const work = async (): Promise<void> => {
    for (const value of left) await act(value)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
