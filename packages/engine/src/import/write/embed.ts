import { isJsonObject, type Json, type JsonObject } from "../../asl/json.ts"
import { callCode, callWith, type Code, jsonCode, nameOf, objectCode, type Statement, Value } from "../code/code.ts"
import type { Unstructured } from "../unstructured.ts"
import type { LevelParts, Stepped, Stops } from "./chain.ts"
import type { Context } from "./context.ts"
import type { Env } from "./env.ts"
import { listOf } from "./read-state.ts"

/** A state as it stands, between steps. */
export function writeEmbedded(
  parts: LevelParts,
  name: string,
  fields: JsonObject,
  env: Env,
  { top }: Stops,
  why: Unstructured,
): Stepped {
  const { context } = parts
  if (parts.embedded.has(name)) throw why
  parts.embedded.add(name)
  tellAll(context, { [name]: fields }, why)
  const value = new Value(name)
  const beginning = parts.isBeginning(env.input)
  const init = callWith(
    "w.asl",
    [machineCode(context, name, { [name]: fields })],
    [
      ...(beginning ? [] : [["input", env.input] as const]),
      ...(beginning && fields.Next === undefined ? [] : [["name", jsonCode(context.stepName(name))] as const]),
    ],
  )
  const ends = fields.Type === "Fail"
  if (ends) {
    const last: readonly Statement[] = top
      ? [{ kind: "return", code: init }]
      : [
          { kind: "do", code: init },
          { kind: "return", code: callCode("w.return", jsonCode(null)) },
        ]
    return { statements: last, exit: { kind: "ended" } }
  }
  const next = typeof fields.Next === "string" ? fields.Next : undefined
  return { statements: [{ kind: "const", value, init }], env: { ...env, input: nameOf(value) }, next }
}

/** `{ StartAt, States }` as `w.asl` takes it. */
export function machineCode({ language }: Context, start: string, states: JsonObject): Code {
  return objectCode([
    ...(language === "JSONata" ? [["QueryLanguage", jsonCode("JSONata")] as const] : []),
    ["StartAt", jsonCode(start)],
    ["States", jsonCode(states)],
  ])
}

/** Tells that states, and those inside them, stay as they are. */
export function tellAll(context: Context, states: JsonObject, why: Unstructured): void {
  for (const [name, fields] of Object.entries(states)) {
    if (!isJsonObject(fields)) continue
    const own = why.state === undefined || why.state === name
    context.tell(
      name,
      fields,
      own ? why : { reason: "NEIGHBOUR", message: `It stands beside '${why.state ?? ""}'. ${why.message}` },
    )
    for (const level of levelsOf(fields)) tellAll(context, isJsonObject(level.States) ? level.States : {}, why)
  }
}

/** Tells that states which did not become steps of their own stay beside the one that is embedded. */
export function tellBeside(context: Context, states: JsonObject): void {
  const names = Object.keys(states)
  const told = context.states.filter(({ state }) => names.includes(state))
  const first = told.find(({ embedded }) => embedded !== undefined)
  if (first?.embedded === undefined) return
  const { state, embedded } = first
  for (const name of names) {
    const fields = states[name]
    if (!isJsonObject(fields ?? null) || told.some((one) => one.state === name && one.embedded !== undefined)) continue
    context.tell(name, fields as JsonObject, {
      reason: "NEIGHBOUR",
      message: `It stands beside '${state}'. ${embedded.message}`,
    })
  }
}

function levelsOf({ Branches, ItemProcessor, Iterator }: JsonObject): readonly JsonObject[] {
  return [...listOf(Branches), ItemProcessor ?? null, Iterator ?? null].filter(isJsonObject)
}

/** Whether states name any of these variables. */
export function mentions(states: Json, variables: Iterable<string>): boolean {
  const text = JSON.stringify(states)
  return [...variables].some((name) => text.includes(`$${name}`))
}

/** Whether states assign any variable at their own level. */
export function assigns(states: Json): boolean {
  if (!isJsonObject(states)) return false
  const lists = [...listOf(states.Choices), ...listOf(states.Catch)]
  return [states, ...lists].some(({ Assign }) => Assign !== undefined)
}
