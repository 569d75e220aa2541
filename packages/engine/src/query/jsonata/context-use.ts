import type { Node } from "./ast.ts"

/**
 * Whether an expression reads `$states.context`: `never`, or `named`, where it does or may. What is read of `$states`
 * is plain in nearly every expression, and the context object takes longer to build than most take to run.
 */
export type ContextUse = "never" | "named" | "unknown"

/** `unknown` where `$states` is used as a whole, so that its members cannot be told. */
export function contextUse(ast: Node): ContextUse {
  const found = { named: false, unknown: false }
  walk(ast, found, new Set())
  if (found.unknown) return "unknown"
  return found.named ? "named" : "never"
}

interface Found {
  named: boolean
  unknown: boolean
}

function walk(value: unknown, found: Found, seen: Set<object>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return
  seen.add(value)
  const { type, value: name, steps } = value as Node // anything else has no such members
  if (type === "variable" && name === "states") found.unknown = true
  if (type === "path" && steps !== undefined && readsMember(steps, found)) {
    for (const step of steps.slice(1)) walk(step, found, seen)
    for (const [key, member] of Object.entries(value)) if (key !== "steps") walk(member, found, seen)
    return
  }
  for (const member of Object.values(value)) walk(member, found, seen)
}

/** Whether a path begins with a plain `$states.<name>`. */
function readsMember([first, second]: readonly Node[], found: Found): boolean {
  if (first?.type !== "variable" || first.value !== "states" || second?.type !== "name") return false
  if (first.predicate !== undefined || first.stages !== undefined || first.group !== undefined) return false
  if (first.focus !== undefined || first.index !== undefined) return false
  if (second.value === "context") found.named = true
  return true
}
