import type { StateDefinition, StateMap } from "../asl/document.ts"
import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import { checkDefinition } from "../check/check-definition.ts"
import { compileMachine } from "../core/compile-machine.ts"
import type { CompiledState, Machine } from "../core/machine.ts"
import { invalid, Refusal } from "./refusal.ts"
import type { TestStateRequest } from "./request.ts"

/** The state under test, in its machine. */
export interface Subject {
  readonly machine: Machine
  readonly definition: StateDefinition
  readonly state: CompiledState
}

/** What AWS calls a state that is given by itself. */
const loneName = "StateName"

/** Beside a lone state, so that its machine has an end, and a start from which both are reached. */
const [startName, endName] = [`${loneName} (start)`, `${loneName} (end)`]
const start: Json = {
  Type: "Choice",
  Choices: [{ Variable: "$", IsPresent: true, Next: loneName }],
  Default: endName,
}

/**
 * Finds and compiles the state that a request means.
 * @throws {Refusal} `InvalidDefinition` for a definition with errors, `ValidationException` where it lacks the state.
 */
export function subjectOf({ definition: given, stateName }: TestStateRequest): Subject {
  const { definition: root, diagnostics } = checkDefinition(stateName === undefined ? machineOf(given) : given)
  if (root === undefined) {
    const errors = diagnostics
      .filter(({ severity }) => severity === "ERROR")
      .map(({ code, message, location }) => `${code}: ${message}${location === undefined ? "" : ` at ${location}`}`)
    throw new Refusal("InvalidDefinition", `Invalid State Machine Definition: '${errors.join(", ")}'`)
  }
  const name = stateName ?? loneName
  const machine = compileMachine(root, { strict: true })
  const definition = stateWithin(root, name)
  const state = machine.states.find((candidate) => candidate.name === name)
  if (definition === undefined || state === undefined) throw invalid("State not found in definition")
  return { machine, definition, state }
}

/** The state of that name at this level or inside one of its states; names are unique in a machine. */
function stateWithin(level: StateMap, name: string): StateDefinition | undefined {
  if (Object.hasOwn(level.States, name)) return level.States[name]
  for (const state of Object.values(level.States)) {
    const found = stateInside(state, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** The state of that name in a Map's processor or a Parallel's branches. */
export function stateInside(state: StateDefinition, name: string): StateDefinition | undefined {
  for (const level of levelsOf(state)) {
    const found = stateWithin(level, name)
    if (found !== undefined) return found
  }
  return undefined
}

function levelsOf(state: StateDefinition): readonly StateMap[] {
  if (state.Type === "Parallel") return state.Branches
  const processor = state.Type === "Map" ? (state.ItemProcessor ?? state.Iterator) : undefined
  return processor === undefined ? [] : [processor]
}

/** A machine around one state: whatever it goes on to stands beside it. Text that is no object is left for the check. */
function machineOf(given: TestStateRequest["definition"]): Json {
  const state = typeof given === "string" ? parsed(given) : given
  if (!isJsonObject(state)) return typeof given === "string" ? given : null
  const stubs = [endName, ...targetsOf(state)].map((name): [string, Json] => [name, { Type: "Succeed" }])
  return { StartAt: startName, States: Object.fromEntries([[startName, start], ...stubs, [loneName, state]]) }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json // JSON.parse answers JSON
  } catch {
    return null
  }
}

function targetsOf(state: JsonObject): readonly string[] {
  const handlers = [state.Choices, state.Catch].flatMap((member) => (Array.isArray(member) ? (member as Json[]) : [])) // isArray does not narrow
  return [state.Next, state.Default, ...handlers.map((handler) => (isJsonObject(handler) ? handler.Next : undefined))]
    .filter((name) => typeof name === "string")
    .filter((name) => name !== loneName)
}
