import { isJsonObject, type Json, type JsonObject } from "../json.ts"
import { type Check, checkFields, type Field, type Fields, listOf } from "./fields.ts"
import { assign, payload } from "./payload.ts"
import { checkExpression, choicePath, flag, number, text } from "./scalar.ts"
import { target } from "./target.ts"
import { timestamp } from "./timestamp.ts"
import { refuse, type Walk } from "./walk.ts"

const kinds: Readonly<Record<string, Check>> = {
  String: text,
  Numeric: number({}),
  Boolean: flag,
  Timestamp: timestamp,
}
const orders = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"]

/** The 39 comparison operators, each with what its operand must be. */
export const operators: Readonly<Record<string, Check>> = Object.fromEntries([
  ...Object.entries(kinds).flatMap(([kind, check]) =>
    (kind === "Boolean" ? ["Equals"] : orders).flatMap((order) => [
      [`${kind}${order}`, check] as const,
      [`${kind}${order}Path`, choicePath] as const,
    ]),
  ),
  ["StringMatches", text] as const,
  ...["Null", "Present", "Numeric", "String", "Boolean", "Timestamp"].map((what) => [`Is${what}`, flag] as const),
])

const shapes = ["And", "Or", "Not", "Variable", "Condition"]

const condition: Check = (value, location, walk) => {
  if (typeof value === "boolean") return
  if (typeof value !== "string") return refuse(walk, location, "Expected value of type [STRING]")
  if (!checkExpression(value, location, walk))
    refuse(walk, location, "JSONata string must start with {% and end with %}")
}

// Functions, for a rule may hold rules.
const nestedRules: Check = (value, location, walk) => listOf(nestedRule, false)(value, location, walk)
const nestedRule: Check = (value, location, walk) => checkRule(value, nestedFields, location, walk)

const nestedFields: Fields = {
  Comment: { check: text },
  Variable: { check: choicePath, only: "JSONPath" },
  And: { check: nestedRules, only: "JSONPath" },
  Or: { check: nestedRules, only: "JSONPath" },
  Not: { check: nestedRule, only: "JSONPath" },
  ...Object.fromEntries(
    Object.entries(operators).map(([name, check]): [string, Field] => [name, { check, only: "JSONPath" }]),
  ),
}

const outerFields: Fields = {
  ...nestedFields,
  Condition: { check: condition, only: "JSONata", required: true },
  Next: { check: target, required: true },
  Assign: { check: assign },
  Output: { check: payload, only: "JSONata" },
}

/** A rule of a Choice state. */
export const choiceRule: Check = (value, location, walk) => checkRule(value, outerFields, location, walk)

function checkRule(value: Json, fields: Fields, location: string, walk: Walk): void {
  if (!isJsonObject(value)) return refuse(walk, location, "Expected value of type [OBJECT]")
  checkFields(value, fields, location, walk)
  if (walk.language === "JSONPath") checkShape(value, location, walk)
}

/** One of And, Or, Not and Variable; with a Variable one operator, without none. */
function checkShape(rule: JsonObject, location: string, walk: Walk): void {
  const shape = shapes.filter((name) => Object.hasOwn(rule, name))
  if (shape.length !== 1) {
    const message = `The object must have only one of the following fields, [${shapes.join(", ")}]`
    return refuse(walk, location, message)
  }
  const used = Object.keys(rule).filter((name) => Object.hasOwn(operators, name))
  if (shape[0] === "Variable" && used.length === 0) {
    refuse(walk, location, "A rule with a 'Variable' must have one comparison operator")
  } else if (used.length > (shape[0] === "Variable" ? 1 : 0)) {
    const list = shape[0] === "Variable" ? used : [...shape, ...used]
    refuse(walk, location, `There should only be one of the following fields: [${list.join(", ")}]`)
  }
}
