import type { Json } from "../asl/json.ts"
import {
  type ExecutionHeader,
  type Fact,
  type Run,
  replay,
  runFromCheckpoint,
  runToCheckpoint,
  startRun,
} from "../core/index.ts"
import type { Reserved } from "../ports/sessions.ts"
import { readFact } from "./fact-text.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import type { Beat, Owned, OwnedFacts } from "./owned.ts"

/** A checkpoint as the runtime stores it. A stored format: add optional members only. */
interface StoredCheckpoint {
  readonly run: Json
  /** Time of the last fact. */
  readonly at: number
  /** {@link Owned.childrenStarted} */
  readonly children?: number
  /** The last heartbeats of tasks that are awaited by token: frame, seq, milliseconds since 1970. */
  readonly beats?: readonly (readonly [frame: number, seq: number, at: number])[]
}

/** A journal folded. */
export interface LoadedRun {
  readonly run: Run
  /** Time of the last fact, in milliseconds since 1970. */
  readonly at: number
  /** What came since the checkpoint. */
  readonly since: OwnedFacts["since"]
  readonly beats: Map<number, Beat> | undefined
  /** {@link Owned.childrenStarted} */
  readonly children: number
}

/**
 * Folds what was handed over into a run.
 * @throws {ReplayDiverged} where the journal does not replay.
 * @throws {Error} for formats that this release does not know.
 */
export function loadRun(plan: LoadedPlan, header: ExecutionHeader, reserved: Reserved): LoadedRun {
  if (reserved.length === 0) return fresh(plan, header)
  const stored =
    reserved.checkpoint === undefined ? undefined : (JSON.parse(reserved.checkpoint.state) as StoredCheckpoint)
  const from = stored === undefined ? startRun(plan.machine, header) : runFromCheckpoint(stored.run)
  const facts: readonly Fact[] = reserved.facts.map(readFact)
  return {
    run: replay(plan.machine, from, facts),
    at: facts.at(-1)?.at ?? stored?.at ?? header.startedAt,
    since: {
      facts: facts.length,
      size: reserved.facts.reduce((size, text) => size + text.length, 0),
      checkpointSize: reserved.checkpoint?.state.length ?? 0,
    },
    children: stored?.children ?? 0,
    beats:
      stored?.beats === undefined
        ? undefined
        : new Map(stored.beats.map(([frame, seq, at]) => [frame, { seq, at, message: undefined }])),
  }
}

/** Most executions are taken up by the worker that they are started for, with nothing to fold. */
function fresh(plan: LoadedPlan, header: ExecutionHeader): LoadedRun {
  return { run: startRun(plan.machine, header), at: header.startedAt, since: nothing, children: 0, beats: undefined }
}

const nothing: LoadedRun["since"] = { facts: 0, size: 0, checkpointSize: 0 }

/** Writes what {@link loadRun} reads. */
export function checkpointText(owned: Owned): string {
  const beats: [number, number, number][] = []
  for (const work of owned.work.values()) {
    if (work.order !== undefined && work.lastBeat > work.order.sinceMs)
      beats.push([work.frame, work.seq, work.lastBeat])
  }
  const stored: StoredCheckpoint = {
    run: runToCheckpoint(owned.run),
    at: owned.stamp(0),
    ...(beats.length === 0 ? {} : { beats }),
    ...(owned.childrenStarted === 0 ? {} : { children: owned.childrenStarted }),
  }
  return JSON.stringify(stored)
}
