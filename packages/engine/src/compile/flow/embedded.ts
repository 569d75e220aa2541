import { type AslNode, nodesOf, type WorkflowTree } from "@stepwright/dsl"

import { languageOf } from "../../asl/walk/assigned-names.ts"
import { isJsonObject, type Json, type JsonObject } from "../../asl/json.ts"
import { variablesIn } from "../expression/scope.ts"

/** Every run of embedded states in a workflow. */
export function embeddedIn({ body }: WorkflowTree): readonly AslNode[] {
  return nodesOf(body).filter((node) => node.kind === "asl")
}

/** Whether any of these states, or of those inside them, is in JSONPath: then the whole machine must be. */
export function speaksJsonPath(nodes: readonly AslNode[]): boolean {
  return nodes.some(({ states, language }) => languagesIn(states, language).includes("JSONPath"))
}

function languagesIn(states: JsonObject, language: AslNode["language"]): readonly string[] {
  return Object.values(states).flatMap((state) =>
    isJsonObject(state)
      ? [
          languageOf(state, language),
          ...levelsOf(state).flatMap((level) =>
            isJsonObject(level.States) ? languagesIn(level.States, language) : [],
          ),
        ]
      : [],
  )
}

/** The levels inside a state: a Parallel's branches, a Map's processor. */
function levelsOf({ Branches, ItemProcessor, Iterator }: JsonObject): readonly JsonObject[] {
  const branches = Array.isArray(Branches) ? (Branches as readonly Json[]) : [] // isArray does not narrow
  return [...branches, ItemProcessor ?? null, Iterator ?? null].filter(isJsonObject)
}

/** The names of states, with those of the states inside them. */
export function stateNamesIn(states: JsonObject): readonly string[] {
  return Object.entries(states).flatMap(([name, state]) => [
    name,
    ...(isJsonObject(state)
      ? levelsOf(state).flatMap((level) => (isJsonObject(level.States) ? stateNamesIn(level.States) : []))
      : []),
  ])
}

/** The names of the variables that states assign or read. */
export function variableNamesIn(states: JsonObject): readonly string[] {
  const read = variablesIn(JSON.stringify(states)).map((name) => name.slice(1))
  return [...read, ...assignedIn(states)].filter((name) => name !== "" && name !== "$")
}

function assignedIn(value: Json): readonly string[] {
  if (!isJsonObject(value)) return Array.isArray(value) ? (value as readonly Json[]).flatMap(assignedIn) : [] // likewise
  const own = isJsonObject(value.Assign) ? Object.keys(value.Assign).map((name) => name.replace(/\.\$$/, "")) : []
  return [...own, ...Object.values(value).flatMap(assignedIn)]
}

/** A state that leads to where its level's next step is; `End` where there is none. */
export function leading(state: JsonObject, inside: ReadonlySet<string>, next: string | undefined): JsonObject {
  if (next === undefined) return state
  const { End, ...fields } = state
  const on = (target: Json | undefined): Json => (typeof target === "string" && inside.has(target) ? target : next)
  const led = (list: Json): Json =>
    Array.isArray(list)
      ? (list as readonly Json[]).map((one) => (isJsonObject(one) ? { ...one, Next: on(one.Next) } : one))
      : list // likewise
  return {
    ...fields,
    ...(state.Type === "Succeed" ? { Type: "Pass" } : {}),
    ...(fields.Choices === undefined ? {} : { Choices: led(fields.Choices) }),
    ...(fields.Catch === undefined ? {} : { Catch: led(fields.Catch) }),
    ...(fields.Default === undefined ? {} : { Default: on(fields.Default) }),
    ...(End === true || state.Type === "Succeed" ? { Next: next } : {}),
    ...(fields.Next === undefined ? {} : { Next: on(fields.Next) }),
  }
}

/** Where a state leads, inside and outside. */
export function targetsOf({ Next, Default, Choices, Catch }: JsonObject): readonly string[] {
  const listed = [Choices, Catch].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : [])) // likewise
  const nexts = listed.map((one) => (isJsonObject(one) ? one.Next : undefined))
  return [Next, Default, ...nexts].filter((target) => typeof target === "string")
}

/** A state with its language said, in a machine whose own is another; so is that of the states inside it. */
export function speaking(state: JsonObject, language: AslNode["language"]): JsonObject {
  const inside = (level: Json): Json =>
    isJsonObject(level) && isJsonObject(level.States)
      ? {
          ...level,
          States: mapValues(level.States, (inner) => (isJsonObject(inner) ? speaking(inner, language) : inner)),
        }
      : level
  const { Branches, ItemProcessor, Iterator } = state
  return {
    ...state,
    ...(state.QueryLanguage === undefined ? { QueryLanguage: language } : {}),
    ...(Array.isArray(Branches) ? { Branches: (Branches as readonly Json[]).map(inside) } : {}), // likewise
    ...(ItemProcessor === undefined ? {} : { ItemProcessor: inside(ItemProcessor) }),
    ...(Iterator === undefined ? {} : { Iterator: inside(Iterator) }),
  }
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
