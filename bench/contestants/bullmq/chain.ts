import { setTimeout as sleep } from "node:timers/promises"

import type { WorkerOptions } from "bullmq"

import { type Contestant, input, type Input, type Probe } from "../../contestant.ts"
import type { Bull, JobData } from "./bull.ts"

const following: Readonly<Record<string, string>> = { a: "b", b: "c" }

/** A chain of three by hand: one job per step, each of which adds the next. */
export function bullChain(bull: Bull, probe: Probe, stepMs: number, options: Partial<WorkerOptions>): Contestant {
  const queue = bull.queue<JobData & { readonly input: Input }>("chain")
  bull.worker<JobData & { readonly input: Input }>(
    "chain",
    async ({ name, data }) => {
      probe.stepRan(data.id)
      if (stepMs > 0) await sleep(stepMs)
      const next = following[name]
      if (next !== undefined) await queue.add(next, data)
      return data.input
    },
    ({ name }) => name === "c",
    options,
  )
  return bull.contestant((data) => queue.add("a", { ...data, input }))
}
