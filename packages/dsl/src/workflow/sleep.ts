import { lift } from "../expr/lift.ts"
import { misuse } from "../scope/tracing.ts"
import { type Duration, toSeconds } from "../task/duration.ts"
import type { SleepNode } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"

/** Traces a wait of some length. */
export function traceSleep(scope: BodyScope, time: unknown, name?: string): void {
  const base = scope.begin(name, "sleep")
  const value = typeof time === "string" ? toSeconds(time as Duration, `The sleep ${JSON.stringify(base.name)}`) : time // toSeconds checks it
  if (typeof value === "number" && !(Number.isInteger(value) && value >= 0)) {
    misuse("DURATION_INVALID", `The sleep ${JSON.stringify(base.name)} lasts ${value} seconds.`)
  }
  const node: SleepNode = { ...base, kind: "sleep", for: { seconds: lift(value) } }
  scope.push(node)
}

/** Traces a wait until an instant. */
export function traceSleepUntil(scope: BodyScope, instant: unknown, name?: string): void {
  const base = scope.begin(name, "sleep")
  if (typeof instant === "string" && !isInstant(instant)) {
    misuse(
      "DURATION_INVALID",
      `The sleep ${JSON.stringify(base.name)} ends at ${JSON.stringify(instant)}, which is no ISO-8601 instant.`,
    )
  }
  const node: SleepNode = { ...base, kind: "sleep", for: { until: lift(instant) } }
  scope.push(node)
}

/** RFC 3339 with an upper-case T and a zone, as ASL wants it. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
}
