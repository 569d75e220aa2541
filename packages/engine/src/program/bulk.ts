import type { Backend } from "../ports/backend.ts"
import type { BulkClient, BulkDeadLetterClient } from "./bulk-client.ts"
import { outcomeOf } from "./bulk-client.ts"
import type { Client, DeadLetterClient } from "./client.ts"
import { checkConcurrency, inBulk } from "./in-bulk.ts"
import { matchingExecutions, matchingLetters } from "./matching.ts"
import type { Redrives } from "./redrives.ts"

/** The bulk operations over those on one execution. */
export function bulkClient(
  backend: Backend,
  redrives: Redrives,
  one: () => Pick<Client, "redrive" | "cancel" | "describe">,
): BulkClient {
  return {
    async redriveAll(filter, options = {}) {
      checkConcurrency(options.concurrency)
      const ids = await matchingExecutions(backend, filter, ["FAILED", "TIMED_OUT", "PARKED"])
      return await inBulk(ids, options, async (id) => {
        if (options.dryRun === true) await redrives.check(id)
        else await one().redrive(id)
        return { id, ok: true }
      })
    },
    async cancelAll(filter, { reason, by, ...options } = {}) {
      checkConcurrency(options.concurrency)
      const ids = await matchingExecutions(backend, filter, ["RUNNING"])
      const why = { ...(reason === undefined ? {} : { reason }), ...(by === undefined ? {} : { by }) }
      return await inBulk(ids, options, async (id) => {
        if (options.dryRun === true) {
          const { status } = await one().describe(id)
          return status === "RUNNING" || status === "PARKED" ? { id, ok: true } : { id, ok: false, code: status }
        }
        const outcome = await one().cancel(id, why)
        return outcome.accepted ? { id, ok: true } : { id, ok: false, code: outcome.status }
      })
    },
  }
}

/** Likewise for dead letters. */
export function bulkLetters(one: () => Pick<DeadLetterClient, "list" | "retry">): BulkDeadLetterClient {
  return {
    async retryAll(filter, options = {}) {
      checkConcurrency(options.concurrency)
      const ids = await matchingLetters(one(), filter)
      return await inBulk(ids, options, async (id) =>
        options.dryRun === true ? { id, ok: true } : outcomeOf(await one().retry(id)),
      )
    },
  }
}
