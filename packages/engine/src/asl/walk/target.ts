import { nearest } from "../nearest.ts"
import type { Check } from "./fields.ts"
import { refuse } from "./walk.ts"

/** The name of a state of this level. AWS says 'Next' wherever the name stands. */
export const target: Check = (value, location, walk) => {
  if (typeof value !== "string") return refuse(walk, location, "Expected value of type [STRING]")
  if (walk.siblings.has(value)) return
  refuse(walk, location, `Missing 'Next' target: ${value}`, "MISSING_TRANSITION_TARGET", () =>
    nearest(value, walk.siblings),
  )
}
