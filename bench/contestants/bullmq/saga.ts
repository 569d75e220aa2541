import type { WorkerOptions } from "bullmq"

import { type Contestant, input, type Input, type Probe } from "../../contestant.ts"
import type { Bull, JobData } from "./bull.ts"

const steps = ["a", "b", "c", "d", "e"]
const undoing = steps.slice(0, -1).map((name) => `undo-${name}`)

/** A saga of five by hand: what fails adds the job that undoes the step before it, and so on back to the first. */
export function bullSaga(bull: Bull, probe: Probe, options: Partial<WorkerOptions>): Contestant {
  type Data = JobData & { readonly input: Input }
  const queue = bull.queue<Data>("saga")
  bull.worker<Data>(
    "saga",
    async ({ name, data }) => {
      let next: string | undefined
      try {
        next = steps.includes(name) ? forward(name) : undoing[undoing.indexOf(name) - 1]
        probe.stepRan(data.id)
      } catch {
        next = undoing.at(-1)
      }
      if (next !== undefined) await queue.add(next, data)
      return data.input
    },
    ({ name }) => name === undoing[0],
    options,
  )
  return bull.contestant((data) => queue.add("a", { ...data, input }))
}

/** Runs a step, and answers which comes next. The last is refused. */
function forward(name: string): string | undefined {
  if (name === steps.at(-1)) throw new Error("Bench.Refused")
  return steps[steps.indexOf(name) + 1]
}
