import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { OpenWorkflow } from "openworkflow"
import { BackendSqlite } from "openworkflow/sqlite"

import { type Contestant, input, Steps } from "../contestant.ts"

/** OpenWorkflow over its sqlite backend, with its own defaults but for the concurrency. */
export async function openWorkflowSqlite(concurrency: number): Promise<Contestant> {
  const folder = mkdtempSync(join(tmpdir(), "bench-openworkflow-"))
  const backend = BackendSqlite.connect(join(folder, "bench.sqlite"))
  const engine = new OpenWorkflow({ backend })
  const steps = new Steps()
  let left = 0
  let drained = (): void => {}
  const chain = engine.defineWorkflow({ name: "chain3" }, async ({ input: given, step, run }) => {
    for (const name of ["a", "b", "c"]) {
      await step.run({ name }, () => {
        steps.ran(run.id)
        if (name === "c" && --left === 0) drained()
        return input
      })
    }
    return given
  })
  const worker = engine.newWorker({ concurrency })
  await worker.start()
  return {
    name: "openworkflow (sqlite)",
    settings: "WAL and synchronous FULL, its defaults",
    warmUp: 500,
    async round(executions) {
      const began = performance.now()
      left = executions
      const lastSteps = new Promise<void>((resolve) => (drained = resolve))
      const runs = await Promise.all(Array.from({ length: executions }, () => chain.run(input)))
      // Its `result` polls the store: asked for at the end only, so that the polls do not count against it.
      await lastSteps
      await Promise.all(runs.map((run) => run.result()))
      return { perSecond: executions / ((performance.now() - began) / 1000), stepMs: steps.take() }
    },
    async close() {
      await worker.stop()
      await backend.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
