import { isJsonObject, type Json, type JsonObject } from "../json.ts"
import type { QueryLanguage } from "../document.ts"
import { variableName } from "./payload.ts"

/** The variables that the states of a level assign, in themselves, their rules and their catchers. */
export function assignedNames(states: JsonObject, machine: QueryLanguage): ReadonlySet<string> {
  const names = new Set<string>()
  for (const state of Object.values(states)) {
    if (!isJsonObject(state)) continue
    const language = languageOf(state, machine)
    for (const holder of [state, ...objects(state.Choices), ...objects(state.Catch)]) {
      if (!isJsonObject(holder.Assign)) continue
      for (const member of Object.keys(holder.Assign)) names.add(variableName(member, { language }))
    }
  }
  return names
}

/** The query language of a state or machine. AWS takes whatever is not exactly `JSONPath` for JSONata. */
export function languageOf(object: JsonObject, inherited: QueryLanguage): QueryLanguage {
  const { QueryLanguage: language } = object
  return language === undefined ? inherited : language === "JSONPath" ? "JSONPath" : "JSONata"
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((item) => isJsonObject(item)) : []
}
