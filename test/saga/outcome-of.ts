import { createHash } from "node:crypto"

import { hash } from "../meaning/random.ts"
import type { CallingPart, Outcome, PivotPart, StepPart } from "./parts.ts"
import { limits } from "./tasks.ts"

/** What a call does. A worker that takes over repeats an attempt, which may go otherwise then: `before` counts its calls. */
export function outcomeOf({ outcomes }: StepPart | PivotPart, key: string, attempt: number, before = 0): Outcome {
  return outcomes[(hash(key) + attempt + before) % outcomes.length] ?? "ok"
}

/** The entry of an attempt: the last one stands for all that follow. */
export function entryOf<T>(entries: readonly T[], attempt: number, otherwise: T): T {
  return entries[Math.min(attempt, entries.length) - 1] ?? otherwise
}

/** Milliseconds until the answer to a call: few enough that three workers may die over it before it times out. */
export function delayOf(key: string, attempt: number): number {
  return 100 + (hash(`${key} ${attempt}`) % 700)
}

/**
 * Milliseconds until what lands late lands: with the compensations, or long after them. Of a pivot it is after its other
 * attempts and all that its probe asks, so that what the probe finds does not depend on how long those take.
 */
export function latenessOf(key: string, { kind }: CallingPart): number {
  return (kind === "pivot" ? 300 : limits.do) * 1000 + (hash(`late ${key}`) % 60_000)
}

/** Decision 0101: above 120 characters the root of keys is replaced by its sha256, above 200 a key. */
export function rootOf(key: string): string {
  return key.length > 120 ? sha256(key) : key
}

/** A key as it travels. */
export function keyOf(key: string): string {
  return key.length > 200 ? sha256(key) : key
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
