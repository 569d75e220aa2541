import type { Json, JsonObject } from "../asl/json.ts"
import { Ended, Fan, Running, type Slot } from "./fan.ts"
import { Frame } from "./frame.ts"
import type { MapRun } from "./map/tally.ts"
import type { Run } from "./run.ts"
import { Trie } from "./trie.ts"

/** The version of the format; a checkpoint of another one is refused. */
const version = 1

/** Writes a run as JSON, so that a long journal need not be replayed from its start. A stored format. */
export function runToCheckpoint(run: Run): Json {
  const frames: Json[] = []
  run.frames.forEach((frame) => frames.push(frameToJson(frame)))
  const mapRuns: Json[] = []
  run.mapRuns.forEach((mapRun) => mapRuns.push(plain(mapRun)))
  const some = mapRuns.length === 0 ? undefined : mapRuns
  return plain({ ...run, version, frames, frameCount: run.frames.length, mapRuns: some })
}

/**
 * Reads what {@link runToCheckpoint} wrote.
 * @throws {Error} for a format that this release does not know.
 */
export function runFromCheckpoint(checkpoint: Json): Run {
  const stored = checkpoint as unknown as StoredRun // our own format, once its version is
  if (stored?.version !== version)
    throw new Error(`a checkpoint of format ${String(stored?.version)}: this release reads ${version}`)
  const frames = Trie.empty<Frame>(stored.rev)
  for (const frame of stored.frames) frames.set(frame.id, frameFromJson(frame, stored.rev))
  frames.length = stored.frameCount
  const mapRuns = Trie.empty<MapRun>(stored.rev)
  for (const [number, mapRun] of (stored.mapRuns ?? []).entries()) mapRuns.set(number, mapRun)
  return {
    header: stored.header,
    status: stored.status,
    output: stored.output,
    error: stored.error,
    cause: stored.cause,
    eventCount: stored.eventCount,
    digest: stored.digest,
    redriveCount: stored.redriveCount,
    redrivenAt: stored.redrivenAt,
    rev: stored.rev,
    frames,
    mapRuns,
    awaitedBy: stored.awaitedBy,
    cancelled: stored.cancelled,
  }
}

interface StoredRun extends Omit<Run, "frames" | "mapRuns"> {
  readonly version: number
  readonly frames: readonly StoredFrame[]
  readonly frameCount: number
  /** Absent where there are none. */
  readonly mapRuns?: readonly MapRun[]
}

type FrameData = { [Key in keyof Frame as Frame[Key] extends () => unknown ? never : Key]: Frame[Key] }
/** Without what every new frame has. */
type StoredFrame = Partial<Omit<FrameData, "rev" | "fan" | "copy" | Named>> &
  Pick<Frame, Named> & { readonly fan?: StoredFan }
type Named = "id" | "parent" | "index" | "state"

interface StoredFan extends Omit<Fan, "slots" | "edit" | "results"> {
  /** Index, then a frame's id, an output in an array, or a child execution's end. */
  readonly slots: readonly (readonly [index: number, slot: number | readonly [Json] | Ended])[]
}

/** What every new frame has. */
const fresh = new Map<string, unknown>([...Object.entries(new Frame(0, -1, -2, -1, undefined)), ["state", -1]])

/** A distributed Map has a frame for each child under way: what is as in every new one is left out. */
function frameToJson(frame: Frame): Json {
  const { fan } = frame
  const members: { [key: string]: unknown } = {}
  for (const [key, member] of Object.entries(frame))
    if (member !== fresh.get(key) && key !== "rev") members[key] = member
  if (fan !== undefined) members.fan = plain(Object.assign({}, fan, { rev: 0, slots: slotsToJson(fan.slots) }))
  return plain(members)
}

function slotsToJson(slots: Trie<Slot>): Json {
  const stored: Json[] = []
  slots.forEach((slot, index) => stored.push([index, slotToJson(slot)]))
  return stored
}

function slotToJson(slot: Slot): Json {
  if (slot instanceof Running) return slot.frame
  return slot instanceof Ended ? plain(Object.assign({}, slot)) : [slot]
}

function frameFromJson(stored: StoredFrame, rev: number): Frame {
  const { id, parent, index, item, fan, ...rest } = stored
  const frame = new Frame(rev, id, parent, index, item)
  Object.assign(frame, rest)
  frame.fan = fan === undefined ? undefined : fanFromJson(fan, rev)
  return frame
}

function fanFromJson(stored: StoredFan, rev: number): Fan {
  const slots = Trie.empty<Slot>(rev)
  for (const [index, slot] of stored.slots) slots.set(index, slotFromJson(slot))
  const fan = new Fan(rev, stored, slots)
  fan.begun = stored.begun
  fan.open = stored.open
  fan.failed = stored.failed
  fan.again = stored.again ?? []
  fan.againBegun = stored.againBegun ?? 0
  return fan
}

function slotFromJson(slot: StoredFan["slots"][number][1]): Slot {
  if (typeof slot === "number") return new Running(slot)
  return "status" in slot ? new Ended(slot) : slot[0]
}

/** Drops members that are undefined. */
function plain(value: object): Json {
  const members: { [key: string]: Json } = {}
  for (const [key, member] of Object.entries(value)) if (member !== undefined) members[key] = member as Json // plain data
  return members satisfies JsonObject
}
