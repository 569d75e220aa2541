import type { Finding } from "./judge.ts"
import type { Record } from "./record.ts"

/** Milliseconds that handlers may take on the average, of the 116 that they wait, where there is room to work in. */
const roomMs = 250

/**
 * How long what a killed worker had in flight took to run again, for each call that did. Left out is a fault that another
 * one touched, and one after which nobody was there, or had room: where the machine was busy even handlers that only wait took
 * long. For these nothing is promised. So is what was a job of a queue: BullMQ says how soon that goes on.
 * @param mostMs what is promised
 */
export function recoveriesOf(
  { db }: Record,
  mostMs: number,
): { readonly recoveries: readonly number[]; readonly slow: readonly Finding[] } {
  const found = db
    .prepare(
      `SELECT calls.effect AS effect, min(again.at) - kills.began AS ms, kills.victim AS victim
      FROM faults AS kills
      JOIN calls ON calls.worker = kills.victim AND calls.did IS NULL
      JOIN calls AS again ON again.key = calls.key AND again.worker <> calls.worker AND again.at > kills.began
      WHERE kills.kind = 'worker-kill' AND calls.effect NOT LIKE 'queueing-%/2' AND NOT EXISTS (
        SELECT 1 FROM faults WHERE id <> kills.id AND began < kills.began + ?1 AND ended > kills.began - 1000)
      AND EXISTS (SELECT 1 FROM lives WHERE up < kills.began AND coalesce(gone, 1e15) > kills.began + ?1)
      AND (SELECT avg(other.did - other.at) FROM calls AS other WHERE other.worker <> kills.victim
        AND other.at BETWEEN kills.began - ?1 AND kills.began) < ?2
      GROUP BY kills.id, calls.key`,
    )
    .all(mostMs, roomMs) as unknown as readonly {
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
