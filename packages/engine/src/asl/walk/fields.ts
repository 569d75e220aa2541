import type { QueryLanguage } from "../document.ts"
import { isJsonObject, type Json, type JsonObject } from "../json.ts"
import { nearest } from "../nearest.ts"
import { refuse, type Walk } from "./walk.ts"

/** Looks at one value and notes what is wrong with it. */
export type Check = (value: Json, location: string, walk: Walk) => void

/** One field that an object may have. */
export interface Field {
  readonly check: Check
  /** The one query language that has it. */
  readonly only?: QueryLanguage
  readonly required?: boolean
}

export type Fields = Readonly<Record<string, Field>>

/** Notes every field that an object must not have or lacks, and looks at each that it may have. */
export function checkFields(object: JsonObject, fields: Fields, location: string, walk: Walk): void {
  for (const [name, value] of Object.entries(object)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) unknownField(name, fields, location, walk)
    else if (field.only !== undefined && field.only !== walk.language) otherLanguage(name, field.only, location, walk)
    else field.check(value, `${location}/${name}`, walk)
  }
  const missing = Object.entries(fields).filter(
    ([name, { required, only }]) =>
      required === true && (only ?? walk.language) === walk.language && !Object.hasOwn(object, name),
  )
  if (missing.length > 0) {
    refuse(walk, location, `These fields are required: [${missing.map(([name]) => name).join(", ")}]`)
  }
}

/** Notes where an object has several of these fields, or none although it must have one. */
export function checkOneOf(
  object: JsonObject,
  names: readonly string[],
  required: boolean,
  location: string,
  walk: Walk,
): void {
  const count = names.filter((name) => Object.hasOwn(object, name)).length
  const list = `[${names.join(", ")}]`
  if (count > 1) refuse(walk, location, `There should only be one of the following fields: ${list}`)
  if (count === 0 && required) {
    refuse(walk, location, `This object should have only one of the following fields: ${list}`)
  }
}

/** An object with these fields. */
export function objectOf(fields: Fields, also?: (object: JsonObject, location: string, walk: Walk) => void): Check {
  return (value, location, walk) => {
    if (!isJsonObject(value)) return refuse(walk, location, "Expected value of type [OBJECT]")
    checkFields(value, fields, location, walk)
    also?.(value, location, walk)
  }
}

/** A list whose items pass a check. */
export function listOf(check: Check, mayBeEmpty: boolean): Check {
  return (value, location, walk) => {
    if (!Array.isArray(value)) return refuse(walk, location, "Expected value of type [ARRAY]")
    const items = value as readonly Json[] // isArray does not narrow a readonly array
    if (items.length === 0 && !mayBeEmpty) refuse(walk, location, "Value cannot be empty")
    for (const [index, item] of items.entries()) check(item, `${location}[${index}]`, walk)
  }
}

function unknownField(name: string, fields: Fields, location: string, walk: Walk): void {
  const known = (): readonly string[] =>
    Object.keys(fields).filter((field) => (fields[field]?.only ?? walk.language) === walk.language)
  const message = `Field '${name}' is not supported`
  refuse(walk, location, message, "SCHEMA_VALIDATION_FAILED", () => nearest(name, known()))
}

function otherLanguage(name: string, only: QueryLanguage, location: string, walk: Walk): void {
  if (walk.mixed) return
  const message = `The QueryLanguage is set to '${walk.language}', but field '${name}' is only supported for the '${only}' QueryLanguage`
  refuse(walk, location, message)
}
