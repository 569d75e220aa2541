import type { WorkerOptions } from "bullmq"

import { type Contestant, type Probe, sleeperNote } from "../../contestant.ts"
import type { Bull, JobData } from "./bull.ts"

/** What sleeps, by hand: a delayed job. */
export function bullSleeper(bull: Bull, probe: Probe, options: Partial<WorkerOptions>): Contestant {
  type Data = JobData & { readonly due: number; readonly note: string }
  const queue = bull.queue<Data>("sleepers")
  bull.worker<Data>(
    "sleepers",
    async ({ data }) => probe.woke(data.due),
    () => true,
    options,
  )
  return bull.contestant((data, due) =>
    queue.add("ring", { ...data, due, note: sleeperNote }, { delay: Math.max(0, due - Date.now()) }),
  )
}
