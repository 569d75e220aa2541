import type { UnservedPlan } from "@stepwright/engine"

import type { ReadyQueue } from "./ready-queue.ts"
import type { Sleepers } from "./sleepers.ts"
import type { Wakeable } from "./wake.ts"

/** Plans with work that no session can run. Of those that are due but were not woken, one is counted for each plan. */
export function unserved<T>(store: {
  readonly ready: ReadyQueue<T>
  readonly sleepers: Sleepers<T>
  readonly sessions: ReadonlyMap<string, Wakeable>
}): readonly UnservedPlan[] {
  const sessions = [...store.sessions.values()]
  const served = (plan: string): boolean => sessions.some(({ planSet }) => planSet.has(plan))
  const counts = new Map(store.ready.counts())
  for (const plan of store.sleepers.duePlans(Date.now())) counts.set(plan, (counts.get(plan) ?? 0) + 1)
  return [...counts].filter(([plan]) => !served(plan)).map(([plan, ready]) => ({ plan, ready }))
}
