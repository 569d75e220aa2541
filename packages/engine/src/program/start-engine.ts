import { bellOf } from "../runtime/bell.ts"
import { systemClock } from "../runtime/system-clock.ts"
import type { Client } from "./client.ts"
import { clientOf } from "./create-client.ts"
import { type CloseOptions, type Worker, type WorkerOptions, workerOf } from "./create-worker.ts"
import { Program } from "./program.ts"

export interface EngineOptions extends WorkerOptions {}

/** A client and a worker on one backend in this process. */
export interface Engine extends Client, AsyncDisposable {
  readonly worker: Worker
  /** Closes the worker, and then the backend. Idempotent. */
  close(options?: CloseOptions): Promise<void>
}

/**
 * Starts an engine: executions that were under way in the backend go on.
 * @throws {EngineError} `UNBOUND`, naming everything that nobody serves; `DUPLICATE_NAME`, `PLAN_INVALID`,
 * `LIMIT_INVALID`; {CompileError} with every problem of a workflow. The backend is then still open.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { backend, clock = systemClock } = options
  const program = new Program(options)
  const worker = workerOf(program, options)
  await worker.start()
  const close = async (how: CloseOptions = {}): Promise<void> => {
    await worker.close(how)
    await backend.close()
    bellOf(backend).close()
  }
  return { ...clientOf(program, backend, clock, options.telemetry), worker, close, [Symbol.asyncDispose]: close }
}
