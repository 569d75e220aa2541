import type { Register, Reserved } from "@stepwright/engine"

import type { Wakeable } from "../single-process/wake.ts"
import type { Standing } from "./record.ts"

/** A session of this process, and what it owns. */
export interface Session extends Wakeable {
  readonly id: string
  /** The beginnings of its plans' ids, as keys have them; each tick another one comes first. */
  readonly planKeys: string[]
  /** By the execution's id. */
  readonly owned: Register<Owned>
  /** By partition. */
  readonly views: readonly View[]
  /** Executions that it may yet take as they are started here. */
  spare: number
  /** Those that it has taken, and that were not handed out yet. */
  started: Reserved[]
  /** The store has gone back in time: what the session knows of it is worth nothing. */
  fault: unknown
  /** Ticks that are under way. */
  ticks: number
  /** Settled once all that was asked for it so far, ticks and starts, has been dealt with. */
  dealtWith: Promise<unknown>
  /** Something was hinted at during a tick. */
  hinted: boolean
  turn: number
  /** The partition that is looked at first by the next tick. */
  next: number
  /** When all partitions were last taken for unknown, in milliseconds of this process. */
  sweptAt: number
}

/** An execution that a session holds. */
export interface Owned {
  readonly id: string
  readonly route: string
  readonly partition: number
  /** Its plan, as keys have it. */
  readonly plan: string
  /** Names its listing. */
  readonly index: string
  /** Its place there. */
  readonly number: string
  standing: Standing
  /** The number of the last message that was handed over. */
  handed: number
}

/** What a session knows of a partition. */
export class View {
  /** The session is registered there: an end of it is never taken back. */
  joined = false
  /** Something may have changed since it was last looked at. */
  unknown = true
  /** More was ready when it was last looked at. */
  more = false
  /** When the first sleeping execution there is due, by the worker's clock. */
  nextDue: number = Infinity

  look(): void {
    this.unknown = true
  }
}

/** When both are settled; unlike `Promise.all` it keeps nothing of what came before. */
export async function both(before: Promise<unknown>, next: Promise<unknown>): Promise<void> {
  await before
  await next
}
