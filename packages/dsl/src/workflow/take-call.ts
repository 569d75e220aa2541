import { checkVisible } from "../expr/lift.ts"
import { setOwner } from "../expr/expr.ts"
import { misuse } from "../scope/tracing.ts"
import { callParts, type CallParts, inputOf } from "../task/call.ts"
import type { Origin } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import { type Definition, remember } from "./definition.ts"

/** Where a call stands that was placed when it was made: `w.call(child)(input)`. */
interface Placement {
  readonly scope: BodyScope
  readonly id: string
  readonly origin: Origin
}

const placements = new WeakMap<object, Placement>()

/** Remembers that a value is a step already. */
export function markPlaced(value: object, placement: Placement): void {
  placements.set(value, placement)
}

/** True where the value is a step of this body already. */
export function isPlacedIn(value: unknown, scope: BodyScope): boolean {
  return typeof value === "function" && placements.get(value)?.scope === scope
}

/**
 * The parts of a call that is about to be placed. A step that `w.call` or `w.start` placed already is taken over: it
 * leaves its body. Undefined for anything but a call.
 */
export function takeCall(definition: Definition, value: unknown): CallParts | undefined {
  const parts = callParts(value)
  if (parts === undefined) return undefined
  const key = value as object // it has parts
  definition.tracing.pendingCalls.delete(key)
  const placement = placements.get(key)
  if (placement !== undefined) {
    placement.scope.remove(placement.id)
    definition.moved.add(placement.id)
    setOwner(placement.origin, { tracing: definition.tracing, block: { id: 0, kind: "body" } })
    placements.delete(key)
  }
  checkVisible(inputOf(parts.data))
  remember(definition, parts)
  return parts
}

/** Like {@link takeCall}; reports anything but a call under `what`. */
export function takeCallOr(definition: Definition, value: unknown, what: string): CallParts | undefined {
  const parts = takeCall(definition, value)
  if (parts === undefined) misuse("COMPENSATION_WITHOUT_CALL", `${what} gives no call.`)
  return parts
}
