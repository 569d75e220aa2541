import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import { startEngine, stateMachine } from "@stepwright/engine"

import { chain3, type Contestant, input, Steps } from "../contestant.ts"
import { inWindows } from "../windows.ts"

/** Our engine: client and worker in this process, over the backend that is asked for. */
export async function stepwright(options: {
  readonly backend: "memory" | "sqlite"
  readonly synchronous: "normal" | "full"
  readonly concurrency: number
}): Promise<Contestant> {
  const { backend: kind, synchronous, concurrency } = options
  const folder = mkdtempSync(join(tmpdir(), "bench-stepwright-"))
  const backend = kind === "memory" ? memory() : sqlite({ file: join(folder, "bench.sqlite"), synchronous })
  const machine = stateMachine("chain3", chain3)
  const steps = new Steps()
  const engine = await startEngine({
    backend,
    workflows: [machine],
    concurrency,
    resources: {
      noop: (_, { execution }) => {
        steps.ran(execution.id)
        return input
      },
    },
  })
  return {
    name: `stepwright (${kind})`,
    settings: kind === "memory" ? "not durable" : `WAL, synchronous ${synchronous.toUpperCase()}`,
    async round(executions) {
      const began = performance.now()
      await inWindows(executions, concurrency, async () => {
        const { id } = await engine.start(machine, input)
        await engine.result(id)
      })
      return { perSecond: executions / ((performance.now() - began) / 1000), stepMs: steps.take() }
    },
    async close() {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
