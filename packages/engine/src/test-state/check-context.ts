import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import type { CompiledState } from "../core/machine.ts"
import { objectOf } from "./json-argument.ts"
import { invalid, type Refusal } from "./refusal.ts"

type Kind = "anything" | "number" | "string"

/** The members of the context object that a request may give. */
const known: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  Execution: {
    Id: "string",
    Input: "anything",
    Name: "string",
    RoleArn: "string",
    StartTime: "string",
    RedriveCount: "number",
    RedriveTime: "string",
  },
  State: { EnteredTime: "string", Name: "string", RetryCount: "number" },
  StateMachine: { Id: "string", Name: "string" },
  Task: { Token: "string" },
}

/**
 * A request's context object. It may lack members; it may hold a token only where the state waits for one.
 * @throws {Refusal} in AWS's words.
 */
export function contextOf(text: string, state: CompiledState): JsonObject {
  const context = objectOf(text, "context", (complaint) => refused(complaint))
  for (const [name, value] of Object.entries(context)) {
    if (name === "Map") throw refused("The context may not name 'Map': give stateConfiguration instead")
    const members = Object.hasOwn(known, name) ? known[name] : undefined
    if (members === undefined) throw refused(`Field '${name}' is not allowed`)
    if (name === "Task" && !waitsForToken(state)) {
      throw refused(
        "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
      )
    }
    checkMembers(name, value, members)
  }
  return context
}

function checkMembers(name: string, value: Json, members: Readonly<Record<string, Kind>>): void {
  if (!isJsonObject(value)) throw refused(`${name} must be an object`)
  for (const [key, member] of Object.entries(value)) {
    const kind = Object.hasOwn(members, key) ? members[key] : undefined
    if (kind === undefined) throw refused(`Field '${key}' is not allowed`)
    if (kind !== "anything" && typeof member !== kind) throw refused(`${name}.${key} must be a ${kind}`)
  }
}

function waitsForToken(state: CompiledState): boolean {
  return state.type === "Task" && (state.resource.pattern === "sync" || state.resource.pattern === "callback")
}

function refused(complaint: string): Refusal {
  return invalid(`Invalid Context object provided: ${complaint}`)
}
