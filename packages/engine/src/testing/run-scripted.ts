import type { HistoryEvent } from "../core/index.ts"
import type { Backend } from "../ports/backend.ts"
import type { ExecutionDescription } from "../program/client.ts"
import { clientOf } from "../program/create-client.ts"
import { workerOf } from "../program/create-worker.ts"
import { Program } from "../program/program.ts"
import type { StateMachine } from "../program/state-machine.ts"
import { silentLogger } from "../runtime/logger.ts"
import type { Script } from "../runtime/script.ts"
import { simulatedClock } from "./simulated-clock.ts"
import { wholeHistory } from "./whole-history.ts"

export interface RunScriptedOptions {
  /** Closed at the end. */
  readonly backend: Backend
  readonly machine: StateMachine
  readonly input: unknown
  /** Plays the world: answers every Task. */
  readonly script: Script
  /** The execution's name. */
  readonly name: string
  /** When simulated time begins, in milliseconds since 1970. */
  readonly startAt: number
  /** Stops the execution before anything is answered. */
  readonly stop?: boolean
}

/** How a scripted execution went. One that can never end is described as it stands. */
export interface ScriptedRun {
  readonly description: ExecutionDescription
  readonly history: readonly HistoryEvent[]
}

/** Runs one execution of a state machine by the real worker and client, in simulated time, in a world of a script. */
export async function runScripted(options: RunScriptedOptions): Promise<ScriptedRun> {
  const { backend, machine, input, script, name, startAt, stop = false } = options
  const stuck = Promise.withResolvers<undefined>()
  const clock = simulatedClock({ start: startAt, onStuck: () => stuck.resolve(undefined) })
  const program = new Program({ workflows: [machine] })
  program.script = script
  const client = clientOf(program, backend, clock)
  const worker = workerOf(program, { backend, clock, logger: silentLogger })
  try {
    const { id } = await client.start(machine, input, { name })
    if (stop) await client.stop(id)
    await worker.start()
    const description = (await Promise.race([client.result(id), stuck.promise])) ?? (await client.describe(id))
    return { description, history: await wholeHistory(client, id) }
  } finally {
    await worker.close({ drain: false })
    await backend.close()
  }
}
