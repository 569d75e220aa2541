import type { Executions, PruneExecutions } from "@stepwright/engine"

import { readMeta } from "./record.ts"
import type { Store } from "./store.ts"

/** Executions that one script looks at. */
const page = 100

/** Forgetting executions: one partition after the other. */
export function redisPruning(store: Store): Pick<Executions, "prune" | "prunable"> {
  const { server, keys, plans } = store
  return {
    async prune({ ids, ...params }) {
      return { removed: await (ids === undefined ? pruneAll(store, params) : pruneNamed(store, params, ids)) }
    },
    async prunable({ closedBefore, limit }) {
      const found: string[] = []
      for (const root of keys.roots) {
        for (let passed = 0, over = false; !over && found.length < limit; passed += page) {
          const args = [String(closedBefore), String(limit - found.length), String(passed)]
          const [metas, looked] = await server.look<readonly [readonly string[], number]>("prunable", [root], args)
          for (const meta of metas) found.push(readMeta(meta, plans.of).id)
          over = looked < page
        }
      }
      return found
    },
  }
}

type Pruned = readonly [gone: number, stay: number, end: number]

async function pruneAll({ server, keys }: Store, { closedBefore, limit }: PruneExecutions): Promise<number> {
  let removed = 0
  for (const root of keys.roots) {
    for (let left = 0, over = false; !over && removed < limit;) {
      const args = [String(closedBefore), String(limit - removed), String(left)]
      const [gone, stay, end] = await server.run<Pruned>("prune", [root], args)
      removed += gone
      left += stay
      over = end === 1
    }
  }
  return removed
}

async function pruneNamed(
  { server, keys }: Store,
  { closedBefore, limit }: PruneExecutions,
  ids: readonly string[],
): Promise<number> {
  const routes = keys.roots.map((): string[] => [])
  for (const id of new Set(ids)) {
    const { route, partition } = keys.place(id)
    routes[partition]?.push(route)
  }
  let removed = 0
  for (const [partition, named] of routes.entries()) {
    for (let from = 0; from < named.length && removed < limit; from += page) {
      const args = [String(closedBefore), String(limit - removed), "0", ...named.slice(from, from + page)]
      const [gone] = await server.run<Pruned>("prune", [keys.root(partition)], args)
      removed += gone
    }
  }
  return removed
}
