import * as fc from "fast-check"
import {
  type Fact,
  type Machine,
  replay,
  type Run,
  runFromCheckpoint,
  runToCheckpoint,
  startRun,
  transition,
} from "@stepwright/engine"
import type { Json } from "@stepwright/engine/asl"

/** Facts that nobody asked for: of other frames and waits, of other kinds, doubled, late. */
export const hostileFacts: fc.Arbitrary<readonly Json[]> = fc.array(
  fc.record({
    type: fc.constantFrom(
      "ExecutionStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskFailed",
      "TaskTimedOut",
      "TimerFired",
      "ExecutionTimedOut",
      "RedriveRequested",
      "MapRunUpdated",
    ),
    frame: fc.integer({ min: -2, max: 40 }),
    mapRun: fc.integer({ min: -1, max: 3 }),
    seq: fc.integer({ min: -1, max: 9 }),
    at: fc.nat(100_000),
    output: fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json), // JSON
    reason: fc.constantFrom("timeout", "heartbeat"),
  }),
  { maxLength: 12 },
)

/**
 * Gives a run facts that nobody asked for, and its own again.
 * @throws {Error} where it changes by a fact that it does not await, or does not come out of its journal or checkpoint.
 */
export function withstands(machine: Machine, run: Run, facts: readonly Fact[], hostile: readonly Json[]): void {
  for (const fact of facts) {
    const again = "frame" in fact && transition(machine, run, fact)[0] !== run
    const awaited = "frame" in fact && run.frames.get(fact.frame)?.seq === fact.seq
    if (again && !awaited) throw new Error(`a fact counted twice: ${JSON.stringify(fact)}`)
  }
  const stored = (one: Run): string => JSON.stringify(runToCheckpoint(one))
  const before = stored(run)
  for (const given of hostile) transition(machine, run, given as unknown as Fact) // must not throw, whatever it is
  if (stored(run) !== before) throw new Error("a transition changed the run that it was given")
  const restored = runFromCheckpoint(JSON.parse(before) as Json) // it was JSON
  if (stored(restored) !== before) throw new Error("a checkpoint does not come back")
  const replayed = replay(machine, startRun(machine, run.header), facts)
  if (stored(replayed) !== before) throw new Error("a journal does not come back")
}
