import type { Json } from "../asl/json.ts"
import { utf8Length } from "./utf8-length.ts"

/** Whether a value's JSON has more than so many bytes of UTF-8. Written out only where a look at it does not tell. */
export function exceeds(value: Json, limit: number): boolean {
  if (sizeBound(value, limit) <= limit) return false
  const text = JSON.stringify(value)
  if (text.length > limit) return true
  return text.length * 3 > limit && utf8Length(text) > limit
}

/** How many characters a value's JSON has, escapes left out. */
export function roughLength(value: Json): number {
  if (typeof value === "string") return value.length + 2
  if (typeof value !== "object" || value === null) return 5
  let length = 2
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) length += 1 + roughLength(item)
    return length
  }
  const members = value as { readonly [name: string]: Json } // no array
  for (const name in members) length += name.length + 4 + roughLength(members[name] ?? null)
  return length
}

/** Bytes that a value's JSON has at most; some number above `enough` as soon as it may have more than that. */
function sizeBound(value: Json, enough: number): number {
  if (typeof value === "string") return textBound(value)
  if (typeof value === "number") return 25
  if (typeof value !== "object" || value === null) return 5
  let size = 2
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      size += 1 + sizeBound(item, enough - size)
      if (size > enough) return size
    }
    return size
  }
  const members = value as { readonly [name: string]: Json } // no array
  for (const name in members) {
    size += textBound(name) + 2 + sizeBound(members[name] ?? null, enough - size)
    if (size > enough) return size
  }
  return size
}

/** The worst that a character can become is an escape of six. */
function textBound(text: string): number {
  return text.length * 6 + 2
}
