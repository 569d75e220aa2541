import { join } from "node:path"

import { input } from "../contestant.ts"
import type { Entry } from "./entry.ts"

/** OpenWorkflow over its sqlite backend, with its own defaults but for the concurrency. */
export const openWorkflowSqlite: Entry = {
  name: "openworkflow (sqlite)",
  settings: "WAL and synchronous FULL, its defaults",
  ours: false,
  workloads: ["chain3"],
  redis: false,
  shared: false,
  warmUp: 500,
  async open({ folder }, { concurrency }, probe) {
    const [{ OpenWorkflow }, { BackendSqlite }] = await Promise.all([
      import("openworkflow"),
      import("openworkflow/sqlite"),
    ])
    const backend = BackendSqlite.connect(join(folder, "bench.sqlite"))
    const engine = new OpenWorkflow({ backend })
    let left = 0
    let drained = (): void => {}
    const chain = engine.defineWorkflow({ name: "chain3" }, async ({ input: given, step, run }) => {
      for (const name of ["a", "b", "c"]) {
        await step.run({ name }, () => {
          probe.stepRan(run.id)
          if (name === "c" && --left === 0) drained()
          return input
        })
      }
      return given
    })
    const worker = engine.newWorker({ concurrency })
    await worker.start()
    const executeAll = async (count: number): Promise<void> => {
      left = count
      const lastSteps = new Promise<void>((resolve) => (drained = resolve))
      const runs = await Promise.all(Array.from({ length: count }, () => chain.run(input)))
      // Its `result` polls the store: asked for at the end only, so that the polls do not count against it.
      await lastSteps
      await Promise.all(runs.map((run) => run.result()))
    }
    return {
      execute: () => executeAll(1),
      executeAll,
      async close() {
        await worker.stop()
        await backend.stop()
      },
    }
  },
}
