import type { ChoiceRule } from "../asl/document.ts"

const longest = 60

const signs: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "<=",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
  Matches: "matches",
}

/** A Choice rule's condition in a few words: `$.total > 100`, at most 60 characters. */
export function ruleLabel(rule: ChoiceRule): string {
  const text = conditionOf(rule)
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text
}

function conditionOf(rule: ChoiceRule): string {
  if (rule.Condition !== undefined) {
    return String(rule.Condition)
      .replace(/^\{%\s*/, "")
      .replace(/\s*%\}$/, "")
      .replace(/\s+/g, " ")
  }
  if (rule.And !== undefined) return rule.And.map(grouped).join(" and ")
  if (rule.Or !== undefined) return rule.Or.map(grouped).join(" or ")
  if (rule.Not !== undefined) return `not ${grouped(rule.Not)}`
  return comparisonOf(rule)
}

function grouped(rule: ChoiceRule): string {
  return rule.And !== undefined || rule.Or !== undefined ? `(${conditionOf(rule)})` : conditionOf(rule)
}

function comparisonOf(rule: ChoiceRule): string {
  const variable = rule.Variable ?? "$"
  for (const [field, operand] of Object.entries(rule)) {
    const test = /^Is(Null|Present|Numeric|String|Boolean|Timestamp)$/.exec(field)?.[1]
    if (test !== undefined) return `${variable} is${operand === true ? "" : " not"} ${test.toLowerCase()}`
    const match = /^(?:String|Numeric|Boolean|Timestamp)([A-Z][A-Za-z]*?)(Path)?$/.exec(field)
    const sign = signs[match?.[1] ?? ""]
    if (sign === undefined) continue
    return `${variable} ${sign} ${match?.[2] !== undefined && typeof operand === "string" ? operand : JSON.stringify(operand)}`
  }
  return variable
}
