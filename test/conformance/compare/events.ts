import type { JsonObject } from "@stepwright/engine/asl"

import type { Comparison } from "./values.ts"

/** An event as both sides show it: its type and its details, and the event that it follows. */
export interface ComparedEvent {
  readonly id: number
  readonly previous: number
  readonly type: string
  readonly details: JsonObject
}

/** The first difference between two events, without regard to their ids. */
export function differenceOfEvents(expected: ComparedEvent, actual: ComparedEvent, by: Comparison): string | undefined {
  if (expected.type !== actual.type) return `event ${expected.id}: ${actual.type}, recorded ${expected.type}`
  return by.difference(expected.details, actual.details, `event ${expected.id} ${expected.type}`)
}
