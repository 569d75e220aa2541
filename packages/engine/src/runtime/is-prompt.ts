import type { Reserved } from "../ports/sessions.ts"
import type { Owned } from "./owned.ts"

/** How long after its start an execution is taken for one that begins with it, in milliseconds. */
const promptly = 1000

/**
 * Whether an execution begins at the time of its start. What it orders first then follows from what is stored already, for
 * whoever takes it up, and need not wait for a commit. One that has stood in line begins now, lest its first task's time
 * be up before it is called; unless it was handed out before: that worker may have called it.
 */
export function isPrompt(reserved: Reserved, { run }: Owned, now: number): boolean {
  if (reserved.length > 0 || run.rev > 0) return false
  return reserved.deliveries > 1 || now - reserved.startedAt < promptly
}
