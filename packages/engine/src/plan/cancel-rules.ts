import type { CancelledWay, Note } from "./plan.ts"

/** What becomes of a cancelled line of control before a state. */
export type StateCancelRule = "runs" | "forward" | "halts" | (CancelledWay & { readonly steadfast?: true })

/** By state name, what a plan's notes say about cancellation; a machine without notes has none. */
export function cancelRulesOf(notes: Readonly<Record<string, Note>>): Readonly<Record<string, StateCancelRule>> {
  return Object.fromEntries(Object.entries(notes).map(([state, note]) => [state, ruleOf(note)]))
}

function ruleOf({ role, cancelled, forward }: Note): StateCancelRule {
  // A pivot that was begun is tried until its outcome is known, or its retries are spent.
  if (cancelled !== undefined) return role === "pivot" ? { ...cancelled, steadfast: true } : cancelled
  if (forward === true) return "forward"
  return role === "compensation" || role === "deadLetter" || role === "saga" || role === "probe" ? "runs" : "halts"
}
