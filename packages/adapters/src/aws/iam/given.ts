import { isJsonObject, type Json } from "@stepwright/engine/asl"

/** What a plan says of a field: its text, where it begins (an expression says the rest), or only that it is there. */
export type Found =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "prefix"; readonly text: string }
  | { readonly kind: "unknown" }

/** What a call is given: the arguments of a state, in either query language. */
export interface Given {
  /** What stands at a path as `Entries[].EventBusName` or `RequestItems[keys]`: nothing, one, or one for each item. */
  readonly at: (path: string) => readonly (Found | undefined)[]
  readonly has: (path: string) => boolean
}

const unknown: Found = { kind: "unknown" }

/** Reads the arguments of a call. */
export function givenBy(args: Json | undefined, jsonata: boolean): Given {
  const at: Given["at"] = (path) => {
    for (const one of path.split("|")) {
      const found = look(args, one.split("."), jsonata)
      if (found.some((value) => value !== undefined)) return found
    }
    return [undefined]
  }
  return { at, has: (path) => at(path).some((value) => value !== undefined) }
}

function look(value: Json | undefined, path: readonly string[], jsonata: boolean): readonly (Found | undefined)[] {
  const [step, ...rest] = path
  if (value === undefined) return [undefined]
  if (step === undefined) return [foundIn(value, jsonata)]
  if (!isJsonObject(value)) return [isExpression(value, jsonata) ? unknown : undefined]
  const [, name = step, many] = /^(\w+)\[(\w*)\]$/.exec(step) ?? []
  if (!jsonata && Object.hasOwn(value, `${name}.$`)) return [unknown]
  const inner = value[name]
  if (many === undefined) return look(inner, rest, jsonata)
  if (inner === undefined) return [undefined]
  if (many === "keys") return isJsonObject(inner) ? Object.keys(inner).map(textFound) : [unknown]
  return Array.isArray(inner) ? inner.flatMap((item: Json) => look(item, rest, jsonata)) : [unknown]
}

function textFound(text: string): Found {
  return { kind: "text", text }
}

function isExpression(value: Json, jsonata: boolean): boolean {
  return jsonata && typeof value === "string" && /^\{%[\s\S]*%\}$/.test(value)
}

/** A JSONata text is known as far as it begins with a quoted one. */
function foundIn(value: Json, jsonata: boolean): Found {
  if (typeof value !== "string") return unknown
  if (!isExpression(value, jsonata)) return textFound(value)
  const [, text, more] = /^\{%\s*'([^'\\]*)'\s*(?:(&)[\s\S]*)?%\}$/.exec(value) ?? []
  if (text === undefined) return unknown
  return more === undefined ? textFound(text) : { kind: "prefix", text }
}
