import { FlowProducer, type WorkerOptions } from "bullmq"

import { branches, type Contestant, type Probe } from "../../contestant.ts"
import { type Bull, type JobData, keepNothing } from "./bull.ts"

/** A fan-out of a hundred by hand: a FlowProducer's parent job, which runs when its children are done. */
export function bullFan(bull: Bull, probe: Probe, options: Partial<WorkerOptions>): Contestant {
  const flows = new FlowProducer({ connection: bull.connection })
  for (const name of ["joins", "branches"]) bull.queue(name)
  bull.worker<JobData>(
    "branches",
    async ({ data }) => {
      probe.stepRan(data.id)
      return data
    },
    () => false,
    options,
  )
  bull.worker<JobData>(
    "joins",
    async (job) => Object.values(await job.getChildrenValues()),
    () => true,
    options,
  )
  const contestant = bull.contestant((data) =>
    flows.add({
      name: "join",
      queueName: "joins",
      data,
      opts: keepNothing,
      children: Array.from({ length: branches }, (_, index) => ({
        name: "branch",
        queueName: "branches",
        data: { ...data, index },
        opts: keepNothing,
      })),
    }),
  )
  return {
    ...contestant,
    async close() {
      await contestant.close()
      await flows.close()
    },
  }
}
