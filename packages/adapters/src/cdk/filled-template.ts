import { Token } from "aws-cdk-lib"

import type { Output, Resource, Template, Value } from "../aws/index.ts"

/** What a template's parameters are given: by name, tokens of the CDK among them. */
export type Values = Readonly<Record<string, string | number>>

/**
 * A template in which values stand in the place of parameters, and what conditions decide is decided: a condition can refer
 * to parameters alone, and a value may be of a resource. Tokens stay references, for whoever includes the template to
 * replace.
 */
export function filledTemplate(template: Template, values: Values): Template {
  const fill = filling(values, template.Conditions)
  const filled = <T extends Resource | Output>(all: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(
      Object.entries(all).flatMap(([id, { Condition: condition, ...rest }]) =>
        condition !== undefined && !fill.holds(condition)
          ? []
          : [[id, fill.value(rest as unknown as Value) as unknown as T]],
      ),
    ) // what is filled is of the same form
  return {
    ...template,
    Parameters: Object.fromEntries(
      Object.entries(template.Parameters).filter(([name]) => !(name in values) || Token.isUnresolved(values[name])),
    ),
    Conditions: {},
    Resources: filled(template.Resources),
    Outputs: filled(template.Outputs),
  }
}

interface Filling {
  holds(condition: string): boolean
  value(value: Value): Value
}

function filling(values: Values, conditions: Template["Conditions"]): Filling {
  const literals = Object.entries(values).filter(([, value]) => !Token.isUnresolved(value))
  const known = new Map(literals)
  const holds = (condition: string): boolean => test(conditions[condition] ?? null)
  const test = (value: Value): boolean => {
    const { "Fn::Not": not, "Fn::Equals": equals } = value as { readonly [key: string]: Value } // as awsTemplate writes them
    if (Array.isArray(not)) return !test((not as readonly Value[])[0] ?? null)
    const [one, other] = (equals as readonly Value[]).map(filled)
    // A token is a value that is known only to the deployment: not one of the texts that conditions compare with.
    return JSON.stringify(one) === JSON.stringify(other)
  }
  const filled = (value: Value): Value => {
    if (Array.isArray(value)) return (value as readonly Value[]).map(filled).filter((item) => !isNothing(item))
    if (typeof value !== "object" || value === null) return value
    const { Ref: reference, "Fn::Sub": text, "Fn::If": choice } = value as { readonly [key: string]: Value } // no list
    if (typeof reference === "string") return known.get(reference) ?? value
    if (Array.isArray(choice)) {
      const [condition, yes, no] = choice as unknown as readonly [string, Value, Value] // so it is written
      return filled(holds(condition) ? yes : no)
    }
    if (typeof text === "string") return substituted(text)
    if (Array.isArray(text)) {
      const [pattern, variables] = text as unknown as readonly [string, Value] // so it is written
      return { "Fn::Sub": [withLiterals(pattern), filled(variables)] }
    }
    const members = Object.entries(value).map(([key, member]): [string, Value] => [key, filled(member)])
    return Object.fromEntries(members.filter(([, member]) => !isNothing(member)))
  }
  const withLiterals = (text: string): string =>
    literals.reduce(
      (made, [name, literal]) => made.replaceAll(`\${${name}}`, String(literal).replaceAll("${", "${!")),
      text,
    )
  const substituted = (text: string): Value => {
    const made = withLiterals(text)
    return /\$\{(?!!)/.test(made) ? { "Fn::Sub": made } : made.replaceAll("${!", "${")
  }
  return { holds, value: filled }
}

function isNothing(value: Value): boolean {
  return typeof value === "object" && value !== null && "Ref" in value && value.Ref === "AWS::NoValue"
}
