import { isJsonObject, type Json } from "@stepwright/engine/asl"

import type { ExecutionCase } from "../case.ts"

// AWS has changed since some of the recordings. We do what AWS does now; a recording from before a change is not held
// against that. Each entry names the change, and the days between which recordings show it.

/**
 * Between 2024-06-19 and 2024-11-13: the exit of a distributed Map followed `MapRunSucceeded`, and now follows
 * `MapRunStarted`.
 */
export function followedMapRunEnd(test: ExecutionCase): boolean {
  return recordedOn(test) < "2024-11-13"
}

/**
 * Between 2023-10-24 and 2024-07-15: the context object's `Execution` got `RedriveCount` (redrive itself came on
 * 2023-11-15).
 * @returns the actual value without what a recording from before cannot hold
 */
export function withoutLater(
  test: ExecutionCase,
  expected: Json | undefined,
  actual: Json | undefined,
): Json | undefined {
  if (expected === undefined || actual === undefined) return actual
  return recordedOn(test) < "2023-11-15" ? withoutRedriveCount(expected, actual) : actual
}

function withoutRedriveCount(expected: Json, actual: Json): Json {
  if (!isJsonObject(expected) || !isJsonObject(actual)) return actual
  const members = Object.entries(actual)
    .filter(([key]) => key !== "RedriveCount" || Object.hasOwn(expected, key))
    .map(([key, member]) => [key, withoutRedriveCount(expected[key] ?? null, member)])
  return Object.fromEntries(members) as Json // members of a JSON object
}

/** `yyyy-mm-dd`. */
function recordedOn(test: ExecutionCase): string {
  const [day = "", month = "", year = ""] = test.recorded.slice(0, 10).split("-")
  return `${year}-${month}-${day}`
}
