import type { ChoiceRule } from "../../asl/document.ts"
import type { Json } from "../../asl/json.ts"
import { compileOptionalPath } from "../jsonpath/path.ts"
import { QueryError } from "../query-error.ts"
import type { Scope, Template } from "../scope.ts"
import { comparisons, typeTests } from "./operators.ts"

type Test = (scope: Scope) => boolean

/**
 * Compiles a rule of a JSONPath Choice state: one operator on `Variable`, or And, Or, Not over rules.
 * @throws {Error} when the rule names no operator; `asl` refuses it earlier.
 */
export function compileChoiceRule(rule: ChoiceRule, location: string): Template & Test {
  return compileTest(rule, location)
}

function compileTest(rule: ChoiceRule, location: string): Test {
  if (rule.And !== undefined) {
    const tests = rule.And.map((inner, index) => compileTest(inner, `${location}/And[${index}]`))
    return (scope) => tests.every((test) => test(scope))
  }
  if (rule.Or !== undefined) {
    const tests = rule.Or.map((inner, index) => compileTest(inner, `${location}/Or[${index}]`))
    return (scope) => tests.some((test) => test(scope))
  }
  if (rule.Not !== undefined) {
    const test = compileTest(rule.Not, `${location}/Not`)
    return (scope) => !test(scope)
  }
  return compileOperator(rule, rule.Variable ?? "$", location)
}

function compileOperator(rule: ChoiceRule, variable: string, location: string): Test {
  for (const [field, operand] of Object.entries(rule)) {
    if (field === "IsPresent") return compilePresence(variable, operand === true)
    const typeTest = typeTests[field]
    if (typeTest !== undefined) return compileTypeTest(typeTest, variable, operand === true, location)
    const comparison = comparisons[field.replace(/Path$/, "")]
    if (comparison === undefined) continue
    const read = required(variable, location)
    if (!field.endsWith("Path")) {
      const constant = operand as Json // an operator's operand is JSON
      return (scope) => comparison(read(scope), constant)
    }
    const other = required(operand as string, location) // a path
    return (scope) => comparison(read(scope), other(scope))
  }
  throw new Error(`the choice rule at ${location} names no operator`)
}

function compileTypeTest(test: (value: Json) => boolean, variable: string, wanted: boolean, location: string): Test {
  const read = required(variable, location)
  return (scope) => test(read(scope)) === wanted
}

function compilePresence(variable: string, wanted: boolean): Test {
  const find = compileOptionalPath(variable)
  return (scope) => (find(scope) !== undefined) === wanted
}

/** AWS's words for a Variable that leads nowhere. */
function required(path: string, location: string): (scope: Scope) => Json {
  const find = compileOptionalPath(path)
  return (scope) => {
    const value = find(scope)
    if (value !== undefined) return value
    throw new QueryError(
      "States.Runtime",
      `Invalid path '${path}': The choice state's condition path references an invalid value.`,
      location,
    )
  }
}
