import type { Finding } from "./judge.ts"
import type { Record } from "./record.ts"

/** Milliseconds that a start may have waited for its first event, on the average, where workers had room. */
const roomMs = 500

/**
 * How long what a killed worker had in flight took to run again, for each call that did. Left out is a fault that another
 * one touched, and one in a time when all workers had more to do than they could, as on a busy machine: for these nothing
 * is promised. So is what was a job of a queue: BullMQ says how soon that goes on.
 * @param mostMs what is promised
 */
export function recoveriesOf(
  { db }: Record,
  mostMs: number,
): { readonly recoveries: readonly number[]; readonly slow: readonly Finding[] } {
  const found = db
    .prepare(
      `WITH waits AS (
        SELECT acked, min(told.at) AS first FROM starts JOIN told USING (execution)
        WHERE acked IS NOT NULL AND told.worker NOT IN (SELECT victim FROM faults WHERE kind = 'worker-kill') GROUP BY name
      )
      SELECT calls.effect AS effect, min(again.at) - kills.began AS ms, kills.victim AS victim
      FROM faults AS kills
      JOIN calls ON calls.worker = kills.victim AND calls.did IS NULL
      JOIN calls AS again ON again.key = calls.key AND again.worker <> calls.worker AND again.at > kills.began
      WHERE kills.kind = 'worker-kill' AND calls.effect NOT LIKE 'queueing-%/2' AND NOT EXISTS (
        SELECT 1 FROM faults WHERE id <> kills.id AND began < kills.began + ? AND ended > kills.began - 1000)
        AND (SELECT coalesce(avg(first - acked), 0) FROM waits WHERE acked BETWEEN kills.began - 3000 AND kills.began + ?) < ?
      GROUP BY kills.id, calls.key`,
    )
    .all(mostMs, mostMs, roomMs) as unknown as readonly {
    readonly effect: string
    readonly ms: number
    readonly victim: string
  }[] // its columns
  return {
    recoveries: found.map(({ ms }) => ms),
    slow: found
      .filter(({ ms }) => ms > mostMs)
      .map(({ effect, ms, victim }) => ({
        what: "slow recovery",
        subject: effect,
        detail: `${ms.toFixed()} ms after the end of ${victim}`,
      })),
  }
}
