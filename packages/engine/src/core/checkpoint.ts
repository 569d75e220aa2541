import type { Json } from "../asl/json.ts"
import type { Frame, Run, Waiting } from "./run.ts"
import { PersistentVector } from "./vector.ts"

/** Writes a run as JSON, so that a long journal need not be replayed from its start. A stored format. */
export function runToCheckpoint(run: Run): Json {
  const frames = Array.from({ length: run.frames.length }, (_, id) => {
    const frame = run.frames.get(id)
    return frame === undefined ? null : { ...frame, waiting: waitingToJson(frame.waiting) }
  })
  return { ...run, frames } as unknown as Json // plain data: every member is JSON
}

/** Reads what {@link runToCheckpoint} wrote. */
export function runFromCheckpoint(checkpoint: Json): Run {
  const stored = checkpoint as unknown as Omit<Run, "frames"> & { readonly frames: readonly (Frame | null)[] } // our own format
  const frames = stored.frames.map((frame) =>
    frame === null ? undefined : { ...frame, waiting: waitingFromJson(frame.waiting) },
  )
  return { ...stored, frames: PersistentVector.from(frames) }
}

function waitingToJson(waiting: Waiting): unknown {
  if (waiting.for !== "branches" && waiting.for !== "items") return waiting
  return {
    ...waiting,
    results: Array.from({ length: waiting.results.length }, (_, at) => waiting.results.get(at) ?? null),
  }
}

function waitingFromJson(waiting: Waiting): Waiting {
  if (waiting.for !== "branches" && waiting.for !== "items") return waiting
  return { ...waiting, results: PersistentVector.from(waiting.results as unknown as readonly Json[]) } // an array in JSON
}
