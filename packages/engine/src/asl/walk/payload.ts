import { quotas } from "../quotas.ts"
import { characterCount } from "../character-count.ts"
import { isJsonObject, type Json } from "../json.ts"
import { memberOf } from "../location.ts"
import { isVisible } from "../variable-scope.ts"
import type { Check } from "./fields.ts"
import { checkExpression } from "./scalar.ts"
import { refuse, site, warn, type Walk } from "./walk.ts"

/** A JSON value with expressions in it: `{% … %}` in a JSONata state, `name.$` members in a JSONPath state. */
export const payload: Check = (value, location, walk) => {
  if (walk.language === "JSONata") return jsonataPayload(value, location, walk)
  if (isJsonObject(value)) jsonPathPayload(value, location, walk)
  else refuse(walk, location, "Expected value of type [OBJECT]")
}

/** An object with expressions in it, or, in a JSONata state, one expression. */
export const objectPayload: Check = (value, location, walk) => {
  const expression = walk.language === "JSONata" && typeof value === "string" && value.startsWith("{%")
  if (isJsonObject(value) || expression) payload(value, location, walk)
  else refuse(walk, location, "Expected value of type [OBJECT]")
}

/** A list, an object or, in a JSONata state, an expression: what a Map iterates. */
export const items: Check = (value, location, walk) => {
  if (typeof value === "string") {
    if (!checkExpression(value, location, walk))
      refuse(walk, location, "JSONata string must start with {% and end with %}")
  } else if (typeof value === "object" && value !== null) payload(value, location, walk)
  else refuse(walk, location, "Expected value of type [ARRAY]")
}

/** `Assign`: a value by variable name. */
export const assign: Check = (value, location, walk) => {
  if (!isJsonObject(value)) return refuse(walk, location, "Expected value of type [OBJECT]")
  for (const member of Object.keys(value)) checkVariable(variableName(member, walk), memberOf(location, member), walk)
  payload(value, location, walk)
}

/** The variable that a member of `Assign` sets. */
export function variableName(member: string, { language }: Pick<Walk, "language">): string {
  return language === "JSONPath" && member.endsWith(".$") ? member.slice(0, -2) : member
}

const identifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u
/** Characters that a variable's name may have. (AWS: workflow variables) */
const maxVariable = quotas.variableName.aws

function checkVariable(name: string, location: string, walk: Walk): void {
  if (!identifier.test(name)) {
    const message = `Invalid variable name '${name}': the variable name contains invalid characters.`
    refuse(walk, location, message, "INVALID_VARIABLE_NAME")
  } else if (name === "states") {
    refuse(walk, location, "Cannot assign to reserved variable '$states'.", "RESERVED_VARIABLE_NAME")
  } else if (characterCount(name) > maxVariable) {
    const message = `Invalid variable name '${name}': the variable name exceeds the ${maxVariable}-character limit allowed by the service.`
    refuse(walk, location, message, "INVALID_VARIABLE_NAME")
  }
  if (isVisible(walk.variables.outer, name)) {
    refuse(walk, location, `The variable '${name}' belongs to an outer scope and cannot be assigned here`)
  }
}

function jsonataPayload(value: Json, location: string, walk: Walk): void {
  if (typeof value === "string") checkExpression(value, location, walk)
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) jsonataPayload(item as Json, `${location}[${index}]`, walk)
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (name.endsWith(".$")) {
        warn(walk, memberOf(location, name), "'.$' has no meaning in a JSONata state", "SUSPICIOUS_VALUE", () =>
          name.slice(0, -2),
        )
      }
      jsonataPayload(member, memberOf(location, name), walk)
    }
  }
}

function jsonPathPayload(value: Json, location: string, walk: Walk): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) jsonPathPayload(item as Json, `${location}[${index}]`, walk)
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) jsonPathMember(name, member, location, walk)
  }
}

function jsonPathMember(name: string, member: Json, holder: string, walk: Walk): void {
  const location = memberOf(holder, name)
  if (name.endsWith(".$")) {
    if (typeof member === "string") return site(walk, "dynamic", member, location, holder)
    const message = `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`
    return refuse(walk, holder, message)
  }
  if (typeof member === "string" && /^(?:\$(?:\$?\.|\[|$)|States\.\w+\()/.test(member)) {
    const message = "The value looks like a path or an intrinsic function, but the field's name does not end with '.$'"
    warn(walk, location, message, "NO_DOLLAR", () => `${name}.$`)
  }
  jsonPathPayload(member, location, walk)
}
