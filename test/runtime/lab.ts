import { memory } from "@stepwright/adapters/memory"
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
  const client = createClient({ backend, workflows: options.workflows, clock })
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
