import type { RunTask } from "../core/index.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import { secretOf } from "./seed.ts"

/** What names an execution and its secret. */
interface Waiting {
  readonly plan: LoadedPlan
  readonly run: { readonly header: { readonly id: string; readonly seed: string } }
}

/**
 * The token under which the answer to an order is awaited from outside; undefined where the call itself answers. A
 * child workflow answers under a token of its own, which no user code ever sees.
 */
export function awaitedToken({ plan, run }: Waiting, order: RunTask): string | undefined {
  if (order.token !== undefined) return order.token
  const route = plan.routes.get(order.state)
  if (route?.kind !== "child" || route.mode === "start") return undefined
  const { id, seed } = run.header
  return `${order.frame}.${order.seq}.${secretOf(id, seed, `child/${order.frame}/${order.seq}`)}`
}
