import type { WorkerOptions } from "bullmq"

import { type Options, workloadNames } from "../../options.ts"
import type { Entry } from "../entry.ts"

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
    workloads: workloadNames.filter((workload) => workload !== "api"),
    redis: true,
    shared: true,
    warmUp: options.workload === "fan100" ? 20 : 1000,
    // Loaded where it runs: a peer's packages must not slow another contestant's process.
    open: async (place, given, probe) =>
      (await import("./open.ts")).open(place, given, probe, { ...more, concurrency: widthOf(options) }),
  }
}

/** Jobs that a worker runs at once: as many as executions are under way, and room for a fan-out's branches. */
function widthOf({ concurrency }: Options): number {
  return Math.max(100, concurrency)
}
