import { quote } from "../expression/quote.ts"
import type { Place } from "../flow/place.ts"
import type { PlanBuilder } from "../flow/plan-builder.ts"
import { type Position, read } from "../flow/read.ts"
import { pathText } from "../flow/root-key.ts"

/** A step's key without its root, as JSONata: how people tell the same step of two items apart. */
export function keyPath(place: Place, name: string, plan: PlanBuilder, position: Position): string {
  return pathText([...place.path, name], "", (key) => read(plan, position, key), quote)
}
