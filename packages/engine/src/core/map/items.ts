import { isJsonObject, type Json } from "../../asl/json.ts"
import { QueryError } from "../../query/query-error.ts"
import type { EvalScope } from "../eval-scope.ts"
import { jsonType } from "../../query/json-type.ts"
import type { CompiledMap } from "../machine.ts"

/** What a Map goes over. */
export interface Items {
  readonly values: readonly Json[]
  /** Of an object: its keys, in its order. */
  readonly keys: readonly string[] | undefined
}

/**
 * A Map's items: `ItemsPath` or `Items`, else the effective input. An array; or an object, where `Items` is written as
 * one. (Recorded: an `Items` expression that yields an object is refused.)
 * @throws {QueryError} for anything else, in AWS's words.
 */
export function itemsOf(state: CompiledMap, scope: EvalScope, input: Json): Items {
  const value = state.items === undefined ? input : state.items(scope)
  if (Array.isArray(value)) return { values: value as readonly Json[], keys: undefined } // isArray does not narrow readonly
  if (state.items !== undefined && state.jsonata) {
    if (isJsonObject(value) && state.itemsText === undefined) {
      return { values: Object.values(value), keys: Object.keys(value) }
    }
    const cause = `The JSONata expression '${state.itemsText ?? ""}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`
    throw new QueryError("States.QueryEvaluationError", cause, "Items")
  }
  if (state.itemsText !== undefined) {
    // Recorded: of `$$` one dollar is shown.
    const shown = state.itemsText.replace(/^\$\$/, "$")
    throw new QueryError("States.Runtime", `Reference path "${shown}" must point to array.`, "ItemsPath")
  }
  const cause = `Map state input must be an array but was: ${JSON.stringify(value)}`
  throw state.jsonata
    ? new QueryError("States.QueryEvaluationError", cause, "")
    : new QueryError("States.Runtime", cause, "ItemsPath")
}
