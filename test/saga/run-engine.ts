import { handle, type Handled, type Task, type TaskContext, TaskError } from "@stepwright/dsl"
import {
  type Backend,
  type Client,
  createClient,
  createWorker,
  type ExecutionDescription,
  silentLogger,
  type StateMachine,
} from "@stepwright/engine"
import { type SimulatedClock, simulatedClock } from "@stepwright/engine/testing"

import { mortal } from "../runtime/mortal.ts"
import { withReserved } from "../runtime/wrapped.ts"
import { machinesOf, names, type Prepared } from "./prepared.ts"
import { keyOfLetter, type Ran } from "./ran.ts"
import { heldStore } from "./held-store.ts"
import { tasks } from "./tasks.ts"
import type { World } from "./world.ts"
import { input } from "./write.ts"

/** Whether executions can be cancelled: the fault is off until they can. */
function canCancel(client: object): client is { readonly cancel: (id: string) => Promise<unknown> } {
  return "cancel" in client && typeof client.cancel === "function"
}

/** Runs a case on the real engine, by workers that die one after the other; the last one lives. The store stays open. */
export async function runOnEngine(prepared: Prepared, real: Backend, world: World): Promise<Ran> {
  const { kills, cancel } = prepared.given
  const workflows = machinesOf(prepared)
  let now = Date.UTC(2025, 0, 1)
  const began = now
  let cancelled = false
  let before = false
  for (const kill of [...kills, undefined]) {
    const stuck = Promise.withResolvers<"stuck">()
    const clock = simulatedClock({ start: now, onStuck: () => stuck.resolve("stuck") })
    // The session of a process that is gone is not closed in good order: it expires, and the next delivery is counted.
    const store = before
      ? withReserved(real, (reserved) => ({ ...reserved, deliveries: reserved.deliveries + 1 }))
      : real
    const process = mortal(
      heldStore(store, clock),
      kill !== undefined && "call" in kill ? { ...kill, how: "dies" } : undefined,
    )
    const { backend } = process
    const client = createClient({ backend, workflows, clock })
    const worker = createWorker({ backend, workflows, clock, logger: silentLogger, handlers: handlersOf(world, clock) })
    await worker.start()
    if (kill !== undefined && "afterMs" in kill) clock.timer(now + kill.afterMs, () => process.die())
    const cancelAt = (id: string): void => {
      if (cancel === undefined || !canCancel(client)) return
      clock.timer(began + cancel, () => {
        cancelled = true
        void client.cancel(id).catch(() => undefined) // it may have ended
      })
    }
    const outcome = await Promise.race([live(client, workflows[0], cancelAt), process.died, stuck.promise])
    now = clock.now()
    if (typeof outcome === "object") {
      const { letters } = await client.deadLetters.list({ limit: 1000 })
      await worker.close({ drain: false })
      const { status, output, error, cause } = outcome
      return {
        status,
        output,
        error,
        cause,
        letters: letters.map(({ body }) => keyOfLetter(body)),
        cancelled,
        lost: false,
      }
    }
    before = true
    await process.bury()
    await worker.close({ drain: false })
    if (outcome === "stuck") throw new Error("the execution waits for something that will never come")
  }
  throw new Error("the last worker does not die")
}

async function live(
  client: Client,
  workflow: StateMachine,
  started: (id: string) => void,
): Promise<ExecutionDescription> {
  const { id } = await client.start(workflow, input, { name: names.execution })
  started(id)
  return await client.result(id)
}

/** Handlers that ask the world, and answer when it does. */
function handlersOf(world: World, clock: SimulatedClock): readonly Handled[] {
  const handler = (task: string) => async (input: unknown, context: TaskContext) => {
    const { key, attempt, signal } = context
    const { answer, afterMs } = world.ask({ task, key, attempt, input }, clock.now())
    await (answer === "silence" ? forever(clock, signal) : pause(clock, afterMs))
    if (answer !== "silence" && "error" in answer) throw new TaskError(answer.error)
    return answer === "silence" ? null : answer.output
  }
  return tasks.map((task) => handle(task as unknown as Task, handler(task.name))) // of any input
}

/** Time does not stand still for it. */
function pause(clock: SimulatedClock, milliseconds: number): Promise<void> {
  const back = clock.abandoned()
  return new Promise((resolve) => {
    clock.timer(clock.now() + milliseconds, () => {
      back()
      resolve()
    })
  })
}

function forever(clock: SimulatedClock, signal: AbortSignal): Promise<void> {
  const back = clock.abandoned()
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      back()
      resolve()
    })
  })
}
