import type { RunChild, RunTask } from "../core/index.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import type { Route } from "./route.ts"
import { secretOf, tokenText } from "./seed.ts"

/** What names an execution and its secret. */
interface Waiting {
  readonly plan: LoadedPlan
  readonly run: { readonly header: { readonly id: string; readonly seed: string } }
}

/**
 * The token under which the answer to an order is awaited from outside; undefined where the call itself answers. A
 * child execution answers under a token of its own, which no user code ever sees.
 */
export function awaitedToken({ plan, run }: Waiting, order: RunTask | RunChild): string | undefined {
  if (order.type === "RunTask") {
    if (order.token !== undefined) return order.token
    const route = plan.routes.get(order.state)
    if (isQueued(order, route)) return queueToken(run.header, order)
    if (route?.kind !== "child" || route.mode === "start") return undefined
  }
  return childToken(run.header, order)
}

/** The token of a child execution that an execution awaits. */
export function childToken(
  { id, seed }: { readonly id: string; readonly seed: string },
  { frame, seq }: { readonly frame: number; readonly seq: number },
): string {
  return tokenText(id, frame, seq, secretOf(id, seed, `child/${frame}/${seq}`))
}

/** Whether an order is one for a task queue, where the worker has any. What a Map reads or writes never is. */
export function isQueued(
  order: RunTask,
  route: Route | undefined,
): route is Extract<Route, { readonly kind: "task" | "queued" }> & { readonly queue: string } {
  if (order.reader !== undefined || order.writer !== undefined) return false
  return route?.kind === "queued" || (route?.kind === "task" && route.queue !== undefined)
}

/** The token of a job on a task queue, where no token of the state's own awaits its answer. */
function queueToken(
  { id, seed }: { readonly id: string; readonly seed: string },
  { frame, seq }: { readonly frame: number; readonly seq: number },
): string {
  return tokenText(id, frame, seq, secretOf(id, seed, `queue/${frame}/${seq}`))
}
