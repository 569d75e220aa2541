import { type StateMachine, stateMachine, unservedCalls } from "@stepwright/engine"
import { checkDefinition } from "@stepwright/engine/check"

import { ApiError } from "../api-error.ts"
import type { Parts } from "../parts.ts"
import type { Revision } from "../store/machine.ts"

/**
 * Checks a definition, and stores its text and its plan.
 * @throws {ApiError} `InvalidDefinition` with every error.
 */
export async function storeDefinition(
  parts: Parts,
  name: string,
  type: "STANDARD" | "EXPRESS",
  text: string,
): Promise<Pick<Revision, "definition" | "plan">> {
  const errors = errorsOf(text, type)
  if (errors.length > 0) throw invalidDefinition(errors.join(", "))
  const machine = machineFrom(name, type, text)
  const unserved = parts.served === undefined ? [] : unservedCalls(machine, parts.served)
  if (unserved.length > 0) {
    const named = unserved.map(({ what, name, state }) => `the ${what} ${name} of the state ${state}`)
    throw invalidDefinition(`Nobody serves ${named.join(", ")}`)
  }
  const [definition, plan] = await Promise.all([parts.definitions.keep(text), parts.client.storePlan(machine)])
  return { definition, plan }
}

function machineFrom(name: string, type: "STANDARD" | "EXPRESS", text: string): StateMachine {
  try {
    return stateMachine(name, text, { type })
  } catch (error) {
    throw invalidDefinition(error instanceof Error ? error.message : String(error))
  }
}

/** Every error of a definition, as AWS words it. */
function errorsOf(text: string, type: "STANDARD" | "EXPRESS"): readonly string[] {
  return checkDefinition(text, { type })
    .diagnostics.filter(({ severity }) => severity === "ERROR")
    .map(({ code, message, location }) => `${code}: ${message}${location === undefined ? "" : ` at ${location}`}`)
}

function invalidDefinition(why: string): ApiError {
  return new ApiError("InvalidDefinition", `Invalid State Machine Definition: '${why}'`)
}
