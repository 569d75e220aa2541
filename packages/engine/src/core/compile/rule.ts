import type { ChoiceRule } from "../../asl/document.ts"
import { compileChoiceRule } from "../../query/choice/rule.ts"
import { compileTyped } from "../../query/jsonata/template.ts"
import type { CompiledRule } from "../machine.ts"
import { payload } from "./value.ts"

/** One rule of a Choice state. */
export function compileRule(
  rule: ChoiceRule,
  index: number,
  jsonata: boolean,
  target: (name: string | undefined) => number,
): CompiledRule {
  const location = `Choices[${index}]`
  const { Condition: condition } = rule
  return {
    resultPath: undefined,
    output: jsonata && rule.Output !== undefined ? payload(rule.Output, `${location}/Output`, true) : undefined,
    assign: rule.Assign && payload(rule.Assign, `${location}/Assign`, jsonata),
    test: jsonata
      ? compileTyped(condition ?? false, `${location}/Condition`, "boolean")
      : compileChoiceRule(rule, location),
    next: target(rule.Next),
  }
}
