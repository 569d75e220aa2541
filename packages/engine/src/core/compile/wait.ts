import type { WaitState } from "../../asl/document.ts"
import { compileTyped } from "../../query/jsonata/template.ts"
import { compilePath } from "../../query/jsonpath/path.ts"
import type { CompiledWait } from "../machine.ts"
import type { Place } from "./common.ts"

const kinds = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"] as const

/** The one field of a Wait state that names its time. */
export function compileWait(state: WaitState, place: Place): Pick<CompiledWait, "kind" | "text" | "value"> {
  const kind = kinds.find((field) => state[field] !== undefined)
  const field = kind === undefined ? undefined : state[kind]
  if (kind === undefined || field === undefined) throw new Error(`the Wait state '${place.name}' names no time`)
  const text = String(field)
  if (kind === "SecondsPath" || kind === "TimestampPath") return { kind, text, value: compilePath(text, kind) }
  const expected = kind === "Seconds" ? "number" : "string"
  return { kind, text, value: place.jsonata ? compileTyped(field, kind, expected) : () => field }
}
