import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import {
  type Backend,
  type Client,
  type Clock,
  createClient,
  createWorker,
  silentLogger,
  type Worker,
  type WorkerOptions,
} from "@stepwright/engine"
import { type SimulatedClock, simulatedClock } from "@stepwright/engine/testing"

/** Every store that a test should hold over, by name; each call makes an empty one. */
export const stores: readonly (readonly [name: string, make: () => Backend])[] = [
  ["memory", memory],
  ["sqlite", sqliteInFile],
]

/** A store in a file of its own, which goes when it is closed. */
function sqliteInFile(): Backend {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-runtime-"))
  const backend = sqlite({ file: join(folder, "engine.sqlite"), synchronous: "normal" })
  return {
    ...backend,
    close: async () => {
      await backend.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Lab extends AsyncDisposable {
  readonly backend: Backend
  readonly clock: SimulatedClock
  readonly client: Client
  readonly worker: Worker
}

export type LabOptions = Omit<WorkerOptions, "backend" | "clock"> & {
  readonly backend?: Backend
  readonly clock?: SimulatedClock
}

/** A worker and a client over one memory backend, with time that is skipped whenever the worker is idle. */
export async function openLab({ backend = memory(), clock = simulatedClock(), ...options }: LabOptions): Promise<Lab> {
  const worker = createWorker({ logger: silentLogger, ...options, backend, clock })
  const { workflows, handlers = [], resources = {}, target } = options
  const client = createClient({
    backend,
    workflows,
    handlers,
    resources,
    clock,
    ...(target === undefined ? {} : { target }),
  })
  await worker.start()
  return {
    backend,
    clock,
    client,
    worker,
    async [Symbol.asyncDispose]() {
      await worker.close({ drain: false })
      await backend.close()
    },
  }
}

/** Does something at a simulated time. */
export function after(clock: Clock, ms: number, act: () => unknown): void {
  clock.timer(clock.now() + ms, () => void act())
}

/** Waits, in real time, until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; !(await holds()); turns++) {
    if (turns > 2000) throw new Error("what was waited for never came")
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
