import type { Json } from "../json.ts"
import { nearest } from "../nearest.ts"
import type { SiteKind } from "../site.ts"
import type { Check } from "./fields.ts"
import { refuse, site, warn, type Walk } from "./walk.ts"

/** Any text. */
export const text: Check = (value, location, walk) => {
  if (typeof value !== "string") refuse(walk, location, "Expected value of type [STRING]")
}

/** True or false. */
export const flag: Check = (value, location, walk) => {
  if (typeof value !== "boolean") refuse(walk, location, "Expected value of type [BOOLEAN]")
}

/** Nothing to look at. */
export const anything: Check = () => undefined

/** One of these texts. */
export function oneOf(...values: readonly string[]): Check {
  return (value, location, walk) => {
    if (typeof value !== "string") return refuse(walk, location, "Expected value of type [STRING]")
    if (values.includes(value)) return
    const message = `Value should be one of the following: [${values.join(", ")}]`
    refuse(walk, location, message, "SCHEMA_VALIDATION_FAILED", () => nearest(value, values))
  }
}

/** Least and greatest value. */
interface Bounds {
  readonly min?: number
  readonly max?: number
}

/** A whole number. */
export function integer(bounds: Bounds): Check {
  return (value, location, walk) => {
    if (typeof value !== "number" || !Number.isInteger(value)) {
      return refuse(walk, location, "Expected value of type Integer")
    }
    checkBounds(value, bounds, location, walk)
  }
}

/** A number. */
export function number(bounds: Bounds): Check {
  return (value, location, walk) => {
    if (typeof value !== "number") return refuse(walk, location, "Expected value of type Number")
    checkBounds(value, bounds, location, walk, decimal)
  }
}

/** In a JSONata state an expression in place of the value. */
export function orExpression(check: Check): Check {
  return (value, location, walk) => {
    if (walk.language !== "JSONata" || typeof value !== "string") return check(value, location, walk)
    if (!checkExpression(value, location, walk)) check(value, location, walk)
  }
}

/** A JSONPath. */
export const path: Check = (value, location, walk) => pathSite("path", value, location, walk)

/** A JSONPath of a Choice rule. */
export const choicePath: Check = (value, location, walk) => pathSite("choice-path", value, location, walk)

/** A path to a number for a Map. */
export const numberPath: Check = (value, location, walk) => pathSite("number-path", value, location, walk)

/** A JSONPath or an intrinsic function. */
export const pathOrIntrinsic: Check = (value, location, walk) => pathSite("path-or-intrinsic", value, location, walk)

/** A JSONPath, or null. */
export const pathOrNull: Check = (value, location, walk) => {
  if (value !== null) pathSite("path", value, location, walk)
}

/** A path that names one place, or null. */
export const referencePathOrNull: Check = (value, location, walk) => {
  if (value !== null) pathSite("reference", value, location, walk)
}

/** A text that is no path, where one is easily written by mistake. */
export const textNotPath: Check = (value, location, walk) => {
  text(value, location, walk)
  if (typeof value !== "string" || walk.language === "JSONata" || !/^\$[.[$]/.test(value)) return
  const field = location.slice(location.lastIndexOf("/") + 1)
  warn(
    walk,
    location,
    `The value looks like a path, but the field's name does not end with 'Path'`,
    "NO_PATH",
    () => `${field}Path`,
  )
}

/**
 * Notes an expression, or a text that was to be one and is not.
 * @returns whether the text has an expression's delimiters.
 */
export function checkExpression(value: string, location: string, walk: Walk): boolean {
  if (!value.startsWith("{%")) {
    const from = value.indexOf("{%")
    if (from >= 0 && value.includes("%}", from + 2)) {
      const message = "The text holds '{% … %}', but is no expression: one must start with '{%' and end with '%}'"
      warn(walk, location, message, "SUSPICIOUS_VALUE")
    }
    return false
  }
  if (value.length < 4 || !value.endsWith("%}")) {
    refuse(walk, location, "JSONata string must start with {% and end with %}")
  } else site(walk, "jsonata", value.slice(2, -2).trim(), location)
  return true
}

function pathSite(kind: Exclude<SiteKind, "jsonata" | "dynamic">, value: Json, location: string, walk: Walk): void {
  if (typeof value === "string") site(walk, kind, value, location)
  else refuse(walk, location, "Expected value of type [STRING]")
}

function checkBounds(
  value: number,
  { min, max }: Bounds,
  location: string,
  walk: Walk,
  show: (bound: number) => string = String,
): void {
  if (min !== undefined && value < min) refuse(walk, location, `Minimum value is ${show(min)}`)
  if (max !== undefined && value > max) refuse(walk, location, `Maximum value is ${show(max)}`)
}

/** A bound of a field that takes fractions, as AWS prints it: `100.0`. */
function decimal(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound)
}
