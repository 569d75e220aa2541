import { checkpointText } from "./load-run.ts"
import type { Owned, TakenCommit } from "./owned.ts"
import { Register } from "./register.ts"
import type { Timers } from "./timers.ts"
import { bedding, WaitingRoom } from "./waiting-room.ts"

const none: readonly never[] = []

/** The executions that a worker owns: those that something happened to, those that only wait, and the others. */
export class Holdings {
  readonly #timers: Timers
  readonly #owned = new Register<Owned>()
  /** What happened to them is to be committed. */
  #dirty: Owned[] = []
  readonly #waiting = new WaitingRoom()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  get size(): number {
    return this.#owned.size
  }

  /** How many only wait: their places can be had. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** When the first has waited for long enough; `Infinity` where none waits. */
  get nextToSleep(): number {
    return this.#waiting.nextAt()
  }

  get(id: string): Owned | undefined {
    return this.#owned.get(id)
  }

  /** A list of them: it does not change with the holdings. */
  values(): readonly Owned[] {
    return this.#owned.values()
  }

  add(owned: Owned): void {
    this.#owned.set(owned.id, owned)
  }

  /** Something happened to it: it is committed with the next tick. */
  touch(owned: Owned): void {
    this.#queue(owned)
    this.#waiting.remove(owned)
  }

  /** It has nothing to do but wait. */
  rest(owned: Owned, now: number): void {
    this.#waiting.add(owned, now)
  }

  /** Sends to sleep what has waited for long enough, and at least `wanted` of those that wait. */
  sendToSleep(now: number, wanted: number): void {
    for (const owned of this.#waiting.leave(now, wanted)) this.#queue(owned)
  }

  /** How many something may have happened to. */
  get touched(): number {
    return this.#dirty.length
  }

  /**
   * Takes out what happened since the last tick; not to those that a commit of is on its way.
   * @param most - How many executions are looked at.
   * @param rested - Told of those that nothing has to be committed of.
   */
  takeCommits(now: number, most: number, rested: (owned: Owned) => void): readonly TakenCommit[] {
    if (this.#dirty.length === 0) return none
    const dirty = this.#dirty
    this.#dirty = dirty.splice(most)
    const commits: TakenCommit[] = []
    for (const owned of dirty) {
      if (owned.committing) {
        this.#dirty.push(owned)
        continue
      }
      owned.queued = false
      if (owned.dropped) continue
      if (!owned.dirty && owned.sleepUntil === undefined) {
        rested(owned)
        continue
      }
      if (owned.sleepUntil !== undefined) commits.push(owned.takeCommit(bedding(owned, owned.sleepUntil, now)))
      else commits.push(owned.takeCommit(owned.checkpointDue ? { checkpoint: checkpointText(owned) } : undefined))
    }
    return commits
  }

  /**
   * Takes out what is to be committed last of all.
   * @param handedOver - All of them, with a checkpoint of what is in good order; else what happened, as it is.
   */
  takeLast(handedOver: boolean): readonly TakenCommit[] {
    const held = handedOver ? this.#owned.values() : this.#dirty
    return held
      .filter(({ dropped }) => !dropped)
      .map((owned) => owned.takeCommit(handedOver && !owned.parked ? { checkpoint: checkpointText(owned) } : undefined))
  }

  /** It is not owned any more. */
  forget(owned: Owned): void {
    owned.dropped = true
    this.#owned.delete(owned.id)
    this.#waiting.remove(owned)
    for (const work of owned.work.values()) this.#timers.cancel(work)
  }

  /** What happened must not be committed: it is another worker's. */
  discard(): void {
    this.#dirty = []
  }

  #queue(owned: Owned): void {
    if (owned.queued) return
    owned.queued = true
    this.#dirty.push(owned)
  }
}
