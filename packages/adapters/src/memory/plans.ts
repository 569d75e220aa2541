import type { Plans } from "@stepwright/engine"

import { assertOpen, type Store } from "./store.ts"

/** Plans, for good. */
export function memoryPlans(store: Store): Plans {
  return {
    async put(plan) {
      assertOpen(store)
      if (!store.plans.has(plan.id)) store.plans.set(plan.id, plan)
    },
    async get({ id }) {
      assertOpen(store)
      return store.plans.get(id)
    },
    async list({ from = 0 } = {}) {
      assertOpen(store)
      return [...store.plans.values()].slice(from)
    },
  }
}
