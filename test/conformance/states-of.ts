import { isJsonObject, type Json, type JsonObject } from "@stepwright/engine/asl"

/** Every state of a definition, and of the machines inside it. */
export function statesOf(level: JsonObject): readonly { readonly name: string; readonly type: Json | undefined }[] {
  const states = isJsonObject(level.States) ? Object.entries(level.States) : []
  return states.flatMap(([name, state]) => {
    if (!isJsonObject(state)) return []
    const branches = Array.isArray(state.Branches) ? (state.Branches as readonly Json[]) : [] // isArray does not narrow
    const inner = [...branches, state.ItemProcessor ?? null, state.Iterator ?? null].filter(isJsonObject)
    return [{ name, type: state.Type }, ...inner.flatMap(statesOf)]
  })
}
