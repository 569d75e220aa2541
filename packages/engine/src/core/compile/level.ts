import type { StateDefinition, StateMap } from "../../asl/document.ts"
import type { CancelRule } from "../compile-machine.ts"
import type { CompiledState } from "../machine.ts"
import { parseResource } from "../resource.ts"
import { commonOf, type Place } from "./common.ts"
import { reachesItself } from "./loops.ts"
import { compileMap } from "./map.ts"
import { compileRule } from "./rule.ts"
import { payload, valueOrPath } from "./value.ts"
import { compileWait } from "./wait.ts"

/** What the levels of a machine have in common. */
interface Inherited {
  readonly jsonata: boolean
  readonly cancel: Readonly<Record<string, CancelRule>>
}

/** Compiles a level of states (the root, a branch, a processor), appends them, and answers the index of its first one. */
export function compileLevel(level: StateMap, inherited: Inherited, states: CompiledState[]): number {
  const jsonata = level.QueryLanguage === undefined ? inherited.jsonata : level.QueryLanguage === "JSONata"
  const { cancel } = inherited
  const names = Object.keys(level.States)
  const first = states.length
  const indices = new Map(names.map((name, offset) => [name, first + offset]))
  const target = (name: string | undefined): number => (name === undefined ? -1 : (indices.get(name) ?? -1))
  const loops = reachesItself(level)
  states.length += names.length
  for (const [name, state] of Object.entries(level.States)) {
    const index = target(name)
    const language = state.QueryLanguage === undefined ? jsonata : state.QueryLanguage === "JSONata"
    states[index] = compileState(
      state,
      { name, index, jsonata: language, loops: loops.has(name), target, cancel: ownRule(cancel, name) },
      { jsonata, cancel },
      states,
    )
  }
  return target(level.StartAt)
}

function ownRule(rules: Inherited["cancel"], name: string): CancelRule | undefined {
  return Object.hasOwn(rules, name) ? rules[name] : undefined
}

/** Levels inside a state take the machine's language, not the state's. (AWS, measured) */
function compileState(
  state: StateDefinition,
  place: Place,
  inherited: Inherited,
  states: CompiledState[],
): CompiledState {
  const { jsonata, target } = place
  const common = commonOf(state, place)
  switch (state.Type) {
    case "Pass":
      return { ...common, type: "Pass", result: state.Result === undefined ? undefined : { value: state.Result } }
    case "Task":
      return {
        ...common,
        type: "Task",
        resource: parseResource(state.Resource),
        timeoutSeconds: valueOrPath(state, "TimeoutSeconds", jsonata, "number"),
        heartbeatSeconds: valueOrPath(state, "HeartbeatSeconds", jsonata, "number"),
        literalSeconds: typeof state.TimeoutSeconds === "number" && typeof state.HeartbeatSeconds === "number",
        credentials: state.Credentials && payload(state.Credentials, "Credentials", jsonata),
      }
    case "Choice":
      return {
        ...common,
        type: "Choice",
        rules: state.Choices.map((rule, index) => compileRule(rule, index, jsonata, target)),
        otherwise: target(state.Default),
      }
    case "Wait":
      return { ...common, type: "Wait", ...compileWait(state, place) }
    case "Succeed":
      return { ...common, type: "Succeed" }
    case "Fail":
      return {
        ...common,
        type: "Fail",
        error: valueOrPath(state, "Error", jsonata, "string"),
        cause: valueOrPath(state, "Cause", jsonata, "string"),
      }
    case "Parallel":
      return {
        ...common,
        type: "Parallel",
        branches: state.Branches.map((branch) => compileLevel(branch, inherited, states)),
      }
    case "Map": {
      const processor = state.ItemProcessor ?? state.Iterator
      if (processor === undefined) throw new Error(`the Map state '${place.name}' has no ItemProcessor`)
      return {
        ...common,
        type: "Map",
        ...compileMap(state, processor, jsonata),
        startAt: compileLevel(processor, inherited, states),
      }
    }
  }
}
