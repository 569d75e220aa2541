import type { Json, JsonObject } from "../asl/json.ts"
import { Fan, Running, type Slot } from "./fan.ts"
import { Frame } from "./frame.ts"
import type { Run } from "./run.ts"
import { Trie } from "./trie.ts"

/** The version of the format; a checkpoint of another one is refused. */
const version = 1

/** Writes a run as JSON, so that a long journal need not be replayed from its start. A stored format. */
export function runToCheckpoint(run: Run): Json {
  const frames: Json[] = []
  run.frames.forEach((frame) => frames.push(frameToJson(frame)))
  return plain({ ...run, version, frames, frameCount: run.frames.length })
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
  }
}

interface StoredRun extends Omit<Run, "frames"> {
  readonly version: number
  readonly frames: readonly StoredFrame[]
  readonly frameCount: number
}

type FrameData = { [Key in keyof Frame as Frame[Key] extends () => unknown ? never : Key]: Frame[Key] }
type StoredFrame = Omit<FrameData, "fan" | "copy"> & { readonly fan?: StoredFan }

interface StoredFan extends Omit<Fan, "slots" | "edit" | "results"> {
  /** Index, then a frame's id, or an output in an array. */
  readonly slots: readonly (readonly [index: number, slot: number | readonly [Json]])[]
}

function frameToJson(frame: Frame): Json {
  const { fan } = frame
  const storedFan = fan === undefined ? undefined : Object.assign({}, fan, { rev: 0, slots: slotsToJson(fan.slots) })
  return plain(Object.assign({}, frame, { rev: 0, fan: storedFan }))
}

function slotsToJson(slots: Trie<Slot>): Json {
  const stored: Json[] = []
  slots.forEach((slot, index) => stored.push([index, slot instanceof Running ? slot.frame : [slot]]))
  return stored
}

function frameFromJson(stored: StoredFrame, rev: number): Frame {
  const frame = new Frame(rev, stored.id, stored.parent, stored.index, stored.owner, stored.item, stored.child)
  const {
    rev: _rev,
    id: _id,
    parent: _parent,
    index: _index,
    owner: _owner,
    item: _item,
    child: _child,
    fan,
    ...rest
  } = stored
  Object.assign(frame, rest)
  frame.fan = fan === undefined ? undefined : fanFromJson(fan, rev)
  return frame
}

function fanFromJson(stored: StoredFan, rev: number): Fan {
  const slots = Trie.empty<Slot>(rev)
  for (const [index, slot] of stored.slots) slots.set(index, typeof slot === "number" ? new Running(slot) : slot[0])
  const fan = new Fan(rev, stored, slots)
  fan.begun = stored.begun
  fan.open = stored.open
  fan.failed = stored.failed
  return fan
}

/** Drops members that are undefined. */
function plain(value: object): Json {
  const members: { [key: string]: Json } = {}
  for (const [key, member] of Object.entries(value)) if (member !== undefined) members[key] = member as Json // plain data
  return members satisfies JsonObject
}
