import type { Commit } from "../ports/sessions.ts"
import { checkpointText } from "./load-run.ts"
import type { Owned } from "./owned.ts"

/** How long an execution that only waits is kept in memory, in milliseconds. */
const linger = 1000
/** A sleep from which a long journal is given a checkpoint, in milliseconds: whoever takes over may be another release. */
const longSleep = 60_000

/** Executions that only wait, the longest first. After a while, or when their places are wanted, they are let go of. */
export class WaitingRoom {
  readonly #waiting = new Set<Owned>()

  get size(): number {
    return this.#waiting.size
  }

  /** Nothing happens where it waits already. */
  add(owned: Owned, now: number): void {
    if (owned.idleSince !== undefined) return
    owned.idleSince = now
    this.#waiting.add(owned)
  }

  remove(owned: Owned): void {
    if (owned.idleSince === undefined) return
    owned.idleSince = undefined
    this.#waiting.delete(owned)
  }

  /** When the first has waited for long enough; `Infinity` where none waits. */
  nextAt(): number {
    for (const { idleSince } of this.#waiting) return (idleSince ?? 0) + linger
    return Infinity
  }

  /** Takes out those that have waited for long enough, and at least `wanted` of them, each to sleep until it is due. */
  leave(now: number, wanted: number): readonly Owned[] {
    const leaving: Owned[] = []
    for (const owned of this.#waiting) {
      if (leaving.length >= wanted && (owned.idleSince ?? now) + linger > now) break
      this.remove(owned)
      owned.sleepUntil = earliest(owned)
      leaving.push(owned)
    }
    return leaving
  }
}

/** What is added to the commit that lets go of an execution. */
export function bedding(owned: Owned, until: number, now: number): Pick<Commit, "sleep" | "checkpoint"> {
  // A message that stays would wake it at once; the checkpoint keeps what it said.
  const beats = [
    ...[...owned.work.values()].map(({ beatMessage }) => beatMessage),
    ...[...(owned.beats?.values() ?? [])].map(({ message }) => message),
  ].filter((message) => message !== undefined)
  for (const message of beats) owned.consume(message)
  const sleep = until === Infinity ? {} : { due: until }
  const long = until - now > longSleep && owned.checkpointWorth
  const checkpoint = beats.length > 0 || long || owned.checkpointDue
  return checkpoint ? { sleep, checkpoint: checkpointText(owned) } : { sleep }
}

/** When the first thing that an execution waits for is due. */
function earliest(owned: Owned): number {
  let at = Infinity
  for (const { due, beatDue, resendAt } of owned.work.values()) {
    at = Math.min(at, due?.at ?? Infinity, beatDue?.at ?? Infinity, resendAt ?? Infinity)
  }
  return at
}
