import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import { clientOf } from "../program/create-client.ts"
import { workerOf } from "../program/create-worker.ts"
import { Program } from "../program/program.ts"
import { silentLogger } from "../runtime/logger.ts"
import type { Script } from "../runtime/script.ts"
import { simulatedClock } from "./simulated-clock.ts"

export interface ScriptedWorkerOptions {
  /** Stays the caller's. */
  readonly backend: Backend
  /** Plays the world: answers every Task. */
  readonly script: Script
  /** When simulated time begins, in milliseconds since 1970. */
  readonly startAt: number
}

/** A worker that runs whatever is stored. */
export interface ScriptedWorker {
  /** For whoever starts what it runs. */
  readonly clock: Clock
  start(): Promise<void>
  /** Resolves when an execution has ended, or when nothing can ever happen any more. */
  rest(id: string): Promise<void>
  close(): Promise<void>
}

/** Makes the real worker, in simulated time, in a world of a script: others start its executions. */
export function scriptedWorker({ backend, script, startAt }: ScriptedWorkerOptions): ScriptedWorker {
  const stuck = Promise.withResolvers<undefined>()
  const clock = simulatedClock({ start: startAt, onStuck: () => stuck.resolve(undefined) })
  const program = new Program({ workflows: [], storedPlans: true })
  program.script = script
  const client = clientOf(program, backend, clock)
  const worker = workerOf(program, { backend, clock, logger: silentLogger })
  return {
    clock,
    start: () => worker.start(),
    rest: async (id) => void (await Promise.race([client.result(id), stuck.promise])),
    close: () => worker.close({ drain: false }),
  }
}
