import type { Backend, Plan } from "@stepwright/engine"
import type { JsonObject } from "@stepwright/engine/asl"

/** A compiler or a store gone wrong in one way; the fuzzer must notice. */
export interface Saboteur {
  readonly name: string
  readonly change?: (plan: Plan) => Plan
  readonly store?: (real: Backend) => Backend
  /** Draws a case that shows it among the first; default 1. */
  readonly seed?: number
}

type State = JsonObject
type Role = Plan["notes"][string]["role"]

/** What compilers of sagas, and what runs them, get wrong. */
export const saboteurs: readonly Saboteur[] = [
  { name: "drops a compensation", change: everyState(["compensation"], skipped) },
  { name: "undoes in the wrong order", change: swappedCompensations },
  { name: "does not retry compensations", change: everyState(["compensation"], without("Retry")) },
  {
    name: "gives up where a compensation fails",
    change: everyState(["compensation"], without("Catch")),
  },
  { name: "writes no dead letters", change: everyState(["deadLetter"], skipped) },
  { name: "takes a step that failed for one that was not attempted", change: everyState(["step"], uncaught) },
  {
    name: "believes a declined retry that nothing happened",
    seed: 9,
    change: everyState(["saga"], rewritten(/\.retries > 0/g, ".retries > 99")),
  },
  { name: "forgets a child execution that was lost", seed: 2, change: everyState(["compensation"], forgetting) },
  { name: "ends under one name", change: everyState(["saga"], renamed) },
  {
    name: "goes forward whatever a probe says",
    seed: 13,
    change: everyState(["probe"], rewritten(/outcome = 'applied'/g, "outcome != 'unknown'")),
  },
  {
    name: "undoes again what a handled saga has undone",
    seed: 3,
    change: everyState(["saga"], rewritten(/\$i < \$\w+/g)),
  },
  {
    name: "forgets what a part attempted before",
    change: everyState(["step"], rewritten(/\$append\(\$\w+/g, "$append([]")),
  },
  {
    name: "loses dead letters",
    store: (real) => ({ ...real, deadLetters: { ...real.deadLetters, list: async () => ({ letters: [] }) } }),
  },
]

/** Changes every state of some roles, at every level. */
function everyState(roles: readonly Role[], change: (state: State) => State): (plan: Plan) => Plan {
  return (plan) => {
    const at = (name: string, state: State): State =>
      roles.includes(plan.notes[name]?.role ?? "step") ? change(state) : state
    return { ...plan, definition: level(plan.definition as unknown as JsonObject, at) as unknown as Plan["definition"] } // as it was
  }
}

function level(definition: JsonObject, change: (name: string, state: State) => State): JsonObject {
  const states = Object.entries(definition.States as JsonObject).map(([name, given]) => {
    const state = given as State
    const { Branches: branches, ItemProcessor: processor } = state
    const inner = {
      ...state,
      ...(Array.isArray(branches) ? { Branches: branches.map((one) => level(one as JsonObject, change)) } : {}),
      ...(processor === undefined ? {} : { ItemProcessor: level(processor as JsonObject, change) }),
    }
    return [name, change(name, inner)]
  })
  return { ...definition, States: Object.fromEntries(states) as JsonObject }
}

function without(field: "Retry" | "Catch"): (state: State) => State {
  return (state) => Object.fromEntries(Object.entries(state).filter(([name]) => name !== field))
}

/** Does nothing, and says that it did. */
function skipped({ Type, Next, End, Assign, Output, ...state }: State): State {
  if (Type !== "Task") return { Type, Next, End, Assign, Output, ...state } as State
  const on = Next === undefined ? { End: End ?? true } : { Next }
  return {
    Type: "Pass",
    ...on,
    ...(Assign === undefined ? {} : { Assign }),
    ...(Output === undefined ? {} : { Output }),
  }
}

function uncaught({ Catch: catchers, ...state }: State): State {
  return Array.isArray(catchers) ? { ...state, Catch: catchers.slice(0, 1) } : state
}

/** Writes other JSONata for some of it. */
function rewritten(pattern: RegExp, otherwise = "true"): (state: State) => State {
  return (state) => JSON.parse(JSON.stringify(state).replaceAll(pattern, () => otherwise)) as State
}

/** Takes what was lost for what did nothing. */
function forgetting({ Items, ...state }: State): State {
  if (typeof Items !== "string") return { ...state, ...(Items === undefined ? {} : { Items }) }
  return { ...state, Items: Items.replace("? $r.steps :", "? $r.steps : true ? {} :") }
}

function renamed(state: State): State {
  return state.Type === "Fail" ? { ...state, Error: "Saga.Failed" } : state
}

/** Gives the first compensation of a level the arguments of the last, and the other way round. */
function swappedCompensations(plan: Plan): Plan {
  const names = Object.entries(plan.definition.States)
    .filter(([name, state]) => plan.notes[name]?.role === "compensation" && state.Type === "Task")
    .map(([name]) => name)
  const [first, last] = [names[0], names.at(-1)]
  if (first === undefined || last === undefined || first === last) return plan
  const states: Record<string, unknown> = { ...plan.definition.States }
  const [one, other] = [states[first], states[last]] as { readonly Arguments: unknown }[] // both are there
  states[first] = { ...(one as object), Arguments: other?.Arguments }
  states[last] = { ...(other as object), Arguments: one?.Arguments }
  return { ...plan, definition: { ...plan.definition, States: states as Plan["definition"]["States"] } } // as they were
}
