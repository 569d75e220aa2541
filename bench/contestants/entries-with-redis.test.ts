import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { type Redis, startRedis } from "@stepwright/test-redis/server"
import { afterAll, beforeAll, expect, it } from "vitest"

import { branches } from "../contestant.ts"
import { readOptions, type WorkloadName, workloadNames } from "../options.ts"
import { Recorder } from "../team/recorder.ts"
import { entriesOf } from "./entries.ts"

/** How often an execution tells of the time between two steps, and of waking up. */
const told: Readonly<Record<WorkloadName, { readonly steps: number; readonly wakes: number }>> = {
  chain3: { steps: 2, wakes: 0 },
  lat: { steps: 2, wakes: 0 },
  recover: { steps: 2, wakes: 0 },
  fan100: { steps: branches - 1, wakes: 0 },
  saga5: { steps: 7, wakes: 0 }, // four do, four undo
  sleep: { steps: 0, wakes: 1 },
  api: { steps: 0, wakes: 0 }, // it is started, and nobody runs it
}

let redis: Redis
beforeAll(async () => void (redis = await startRedis()))
afterAll(() => redis.stop())

const runs = workloadNames.map((workload) => {
  const [backend, peer] = workload === "api" ? ["redis", "hono"] : ["sqlite", "bullmq"]
  const options = readOptions(["--workload", workload, "--backend", backend, "--peer", peer])
  return { options, entries: entriesOf(options) }
})

it.each(runs.flatMap(({ options, entries }) => entries.map((entry) => ({ ...entry, options, of: options.workload }))))(
  "$name runs $of to its end",
  async ({ open, options, of: workload }) => {
    const folder = mkdtempSync(join(tmpdir(), "stepwright-bench-"))
    const recorder = new Recorder(1)
    const contestant = await open({ folder, redisUrl: redis.url }, options, recorder)
    try {
      await contestant.execute()
      const { stepMs, lateMs } = recorder.take()
      expect({ steps: stepMs.length, wakes: lateMs.length }).toEqual(told[workload])
      if (workload !== "sleep") return
      expect(await contestant.left?.()).toBe(0)
      await contestant.start?.(Date.now() + 60_000)
      expect(await contestant.left?.()).toBe(1)
    } finally {
      await contestant.close()
      rmSync(folder, { recursive: true })
    }
  },
)
