import { type Command, pendingCommands, type Run } from "../core/index.ts"
import { childIdOf } from "../runtime/child-id.ts"
import type { LoadedPlan } from "../runtime/loaded-plan.ts"
import type { AwaitedWork, CancellationDescription } from "./client.ts"

/** An execution as its journal has it. */
interface Standing {
  readonly plan: LoadedPlan
  readonly run: Run
}

/** How far the cancellation of an execution has come; undefined where it was not cancelled. */
export function cancellationOf({ plan, run }: Standing): CancellationDescription | undefined {
  const { cancelled } = run
  if (cancelled === undefined) return undefined
  const { at = 0, by, cause } = cancelled
  return {
    requestedAt: at,
    reason: cause,
    ...(by === undefined ? {} : { by }),
    status: statusOf(plan, run),
    awaits: pendingCommands(plan.machine, run).flatMap((order) => awaitedBy({ plan, run }, order)),
  }
}

function statusOf(
  { machine, plan }: LoadedPlan,
  { status, frames, cancelled }: Run,
): CancellationDescription["status"] {
  const root = frames.get(0)
  const state = root === undefined ? undefined : machine.states[root.state]
  if (status !== "RUNNING") {
    return (status === "SUCCEEDED" || status === "FAILED") && cancelled?.reached !== true ? "TOO_LATE" : "ENDED"
  }
  if (state?.cancel === "forward") return "TOO_LATE"
  const role = plan.notes[state?.name ?? ""]?.role
  const undoes = role === "compensation" || role === "deadLetter" || root?.shielded === true
  return undoes ? "COMPENSATING" : "RESTING"
}

function awaitedBy({ plan, run }: Standing, order: Command): readonly AwaitedWork[] {
  if (order.type !== "RunTask" && order.type !== "RunChild") return []
  const { state, path, sinceMs: since } = order
  const step = plan.plan.notes[state]?.step
  const child = order.type === "RunChild" ? order.id : childOf({ plan, run }, order)
  return [{ state, path, ...(step === undefined ? {} : { step }), since, ...(child === undefined ? {} : { child }) }]
}

function childOf({ plan, run }: Standing, order: Extract<Command, { readonly type: "RunTask" }>): string | undefined {
  const route = plan.routes.get(order.state)
  if (route?.kind !== "child" || order.submitted !== true) return undefined
  return childIdOf({ id: run.header.id, run }, order, route.machine)
}
