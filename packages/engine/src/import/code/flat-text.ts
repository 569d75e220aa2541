import type { Json } from "../../asl/json.ts"
import { isIdentifier } from "./names.ts"
import { quoted } from "./quoted.ts"

/** A tag before a text that does not fit beside it: formatters break the call, never the text. */
export function brokenTag(schema: string, indent: string): string {
  return `jsonata.as(\n${indent}  ${schema},\n${indent})`
}

/** A property's name, in quotes where it needs them. */
export function keyText(key: string): string {
  return isIdentifier(key) ? key : quoted(key)
}

/** A property, by its name alone where its value is called so. */
export function fieldText(key: string, text: string): string {
  return key === text ? text : `${keyText(key)}: ${text}`
}

/** JSON that is neither object nor list. */
export function flatScalar(value: Json): string {
  return typeof value === "string" ? quoted(value) : JSON.stringify(value)
}
