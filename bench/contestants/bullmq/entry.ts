import type { WorkerOptions } from "bullmq"

import { recoverStepMs } from "../../contestant.ts"
import { type Options, workloadNames } from "../../options.ts"
import type { Entry } from "../entry.ts"
import { Bull } from "./bull.ts"
import { bullChain } from "./chain.ts"
import { bullFan } from "./fan.ts"
import { bullSaga } from "./saga.ts"
import { bullSleeper } from "./sleeper.ts"

/** BullMQ as its users write workflows by hand, with the settings it ships with but for the concurrency. */
export const bullmqDefaults = (options: Options): Entry => bullmq("bullmq", "its defaults", options, {})

/** The same, set to notice the death of a worker within seconds. */
export const bullmqQuick = (options: Options): Entry =>
  bullmq("bullmq (quick)", "lockDuration and stalledInterval 3 s", options, {
    lockDuration: 3000,
    stalledInterval: 3000,
  })

function bullmq(name: string, how: string, options: Options, more: Partial<WorkerOptions>): Entry {
  return {
    name,
    settings: `AOF ${options.appendfsync}; ${how}; removeOnComplete; worker concurrency ${widthOf(options)}`,
    ours: false,
    workloads: workloadNames,
    redis: true,
    shared: true,
    warmUp: options.workload === "fan100" ? 20 : 1000,
    async open({ redisUrl }, { workload, processes }, probe) {
      const bull = new Bull(redisUrl, processes === 1)
      await bull.listen()
      const settings = { ...more, concurrency: widthOf(options) }
      switch (workload) {
        case "chain3":
        case "lat":
          return bullChain(bull, probe, 0, settings)
        case "recover":
          return bullChain(bull, probe, recoverStepMs, settings)
        case "fan100":
          return bullFan(bull, probe, settings)
        case "saga5":
          return bullSaga(bull, probe, settings)
        case "sleep":
          return bullSleeper(bull, probe, settings)
      }
    },
  }
}

/** Jobs that a worker runs at once: as many as executions are under way, and room for a fan-out's branches. */
function widthOf({ concurrency }: Options): number {
  return Math.max(100, concurrency)
}
