import { expect, test } from "vitest"

import type { ChoiceRule } from "../asl/document.ts"
import { ruleLabel } from "./rule-label.ts"

test.each<[ChoiceRule, string]>([
  [{ Condition: "{% $x   >\n 1 %}" }, "$x > 1"],
  [{ Condition: true }, "true"],
  [{ Variable: "$.a", NumericGreaterThanEquals: 5 }, "$.a >= 5"],
  [{ Variable: "$.a", StringEquals: "b" }, '$.a = "b"'],
  [{ Variable: "$.a", StringLessThanPath: "$.b" }, "$.a < $.b"],
  [{ Variable: "$.a", StringMatches: "x*" }, '$.a matches "x*"'],
  [{ Variable: "$.a", IsPresent: false }, "$.a is not present"],
  [{ Variable: "$.a", IsNull: true }, "$.a is null"],
  [{ Not: { Variable: "$.a", BooleanEquals: true } }, "not $.a = true"],
  [
    {
      And: [
        { Variable: "$.a", IsNull: true },
        {
          Or: [
            { Variable: "$.b", IsNull: true },
            { Variable: "$.c", IsNull: true },
          ],
        },
      ],
    },
    "$.a is null and ($.b is null or $.c is null)",
  ],
  [{ Condition: `{% ${"$long ".repeat(30)}%}` }, `${"$long ".repeat(9)}$long…`],
])("%j", (rule, label) => {
  expect(ruleLabel(rule)).toBe(label)
})
