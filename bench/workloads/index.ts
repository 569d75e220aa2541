import { branches } from "../contestant.ts"
import type { WorkloadName } from "../options.ts"
import { api } from "./api.ts"
import { recover } from "./recover.ts"
import { sleepers } from "./sleep.ts"
import { latency, throughput } from "./throughput.ts"
import type { Workload } from "./workload.ts"

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  chain3: throughput("three no-op steps, 200-byte JSON", true),
  fan100: throughput(`a fan-out of ${branches} no-op steps and fan-in`, false),
  lat: latency,
  sleep: sleepers,
  recover,
  api,
  saga5: throughput("five steps, the last of which fails, so that the four before it are undone", false),
}
