import { hash } from "node:crypto"

import { isJsonObject } from "../asl/json.ts"
import type { Run, RunTask } from "../core/index.ts"
import { executionId, expressId, homeOfId, machineName } from "./execution-name.ts"

/** Whose child it is. */
interface Parent {
  readonly id: string
  readonly run: Run
}

/**
 * The id of the child workflow that an order starts.
 * @param machine - The child's machine, where it stands in the plan.
 * @param express - Whether that is of the type EXPRESS: there, too, an order starts one child alone.
 */
export function childIdOf(parent: Parent, order: RunTask, machine: string | undefined, express = false): string {
  const name = childNameOf(parent, order)
  const of = machine ?? machineOf(order)
  const home = homeOfId(parent.id)
  return express ? expressId(of, name, ownName(parent, order), home) : executionId(of, name, home)
}

/** The machine that an order names by an expression. */
export function machineOf({ input }: RunTask): string {
  const arn = isJsonObject(input) ? input.StateMachineArn : undefined
  return typeof arn === "string" ? machineName(arn) : JSON.stringify(arn ?? null)
}

/** The name that was given, or one that the same order always gets. */
export function childNameOf(owned: Parent, order: RunTask): string {
  const given = isJsonObject(order.input) ? order.input.Name : undefined
  return typeof given === "string" ? given : ownName(owned, order)
}

/** A name that the same order always gets. */
function ownName(owned: Parent, order: RunTask): string {
  return hash("sha256", `${owned.run.header.seed}/${owned.id}/${order.frame}/${order.seq}/child`, "hex").slice(0, 32)
}
