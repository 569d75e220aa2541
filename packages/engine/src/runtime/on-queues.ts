import type { ResourceQueue } from "./handler-context.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import type { Route } from "./route.ts"

/**
 * A plan whose functions and services go to task queues as far as resources are bound to some. Its id is the same: what
 * serves a plan is no part of it.
 */
export function onQueues(loaded: LoadedPlan, queueOf: (resource: string) => ResourceQueue | undefined): LoadedPlan {
  const queued = [...loaded.routes].flatMap(([state, route]) => {
    const bound = queuedRoute(route, queueOf)
    return bound === undefined ? [] : [[state, bound] as const]
  })
  if (queued.length === 0) return loaded
  return { ...loaded, routes: new Map([...loaded.routes, ...queued]), isOnQueues: true, awaitsTokens: true }
}

function queuedRoute(
  route: Route,
  queueOf: (resource: string) => ResourceQueue | undefined,
): Extract<Route, { readonly kind: "queued" }> | undefined {
  if (route.kind !== "function" && route.kind !== "service") return undefined
  const resource = route.kind === "function" ? route.name : route.service
  const bound = resource === undefined ? undefined : queueOf(resource)
  if (resource === undefined || bound === undefined) return undefined
  const { queue, task = shortName(resource) } = bound
  const invoked = route.kind === "function" && !route.direct
  return { kind: "queued", queue, task, resource, invoked, places: route.kind === "service" ? route.places : [] }
}

/** A function's or activity's name out of its ARN; of a service the action. */
function shortName(resource: string): string {
  return /:(?:function|activity):([^:]+)/.exec(resource)?.[1] ?? resource.slice(resource.lastIndexOf(":") + 1)
}
