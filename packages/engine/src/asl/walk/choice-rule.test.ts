import { expect, test } from "vitest"

import type { Json, JsonObject } from "../json.ts"
import { machine, pass, testCases } from "../parse-case.fixture.ts"
import { parseDefinition } from "../parse-definition.ts"
import { operators } from "./choice-rule.ts"

function choice(...rules: readonly JsonObject[]): JsonObject {
  return machine({ A: { Type: "Choice", Choices: rules, Default: "B" }, B: pass })
}

test("there are 39 operators, and each is taken with an operand of its kind", () => {
  expect(Object.keys(operators)).toHaveLength(39)
  const operand = (name: string): Json => {
    if (name.endsWith("Path")) return "$.b"
    if (name.startsWith("Timestamp")) return "2030-01-01T00:00:00Z"
    if (name.startsWith("Numeric")) return 1
    return name.startsWith("String") ? "b" : true
  }
  for (const name of Object.keys(operators)) {
    const rule = { Variable: "$.a", [name]: operand(name), Next: "B" }
    expect(parseDefinition(choice(rule)).diagnostics).toEqual([])
  }
})

testCases([
  [
    "no rules",
    machine({ A: { Type: "Choice", Choices: [], Default: "B" }, B: pass }),
    ["/States/A/Choices: Value cannot be empty"],
  ],
  [
    "a rule without a target",
    choice({ Variable: "$.a", IsNull: true }),
    ["/States/A/Choices[0]: These fields are required: [Next]"],
  ],
  [
    "a rule without an operator",
    choice({ Variable: "$.a", Next: "B" }),
    ["/States/A/Choices[0]: A rule with a 'Variable' must have one comparison operator"],
  ],
  [
    "a rule with an unknown operator",
    choice({ Variable: "$.a", StringEqual: "b", Next: "B" }),
    [
      "/States/A/Choices[0]: Field 'StringEqual' is not supported (StringEquals?)",
      "/States/A/Choices[0]: A rule with a 'Variable' must have one comparison operator",
    ],
  ],
  [
    "a rule with two operators",
    choice({ Variable: "$.a", StringEquals: "b", IsNull: true, Next: "B" }),
    ["/States/A/Choices[0]: There should only be one of the following fields: [StringEquals, IsNull]"],
  ],
  [
    "a rule of nothing",
    choice({ Next: "B" }),
    [
      "/States/A/Choices[0]: The object must have only one of the following fields, [And, Or, Not, Variable, Condition]",
    ],
  ],
  [
    "operands of the wrong type",
    choice(
      { Variable: "$.a", StringEquals: 1, Next: "B" },
      { Variable: "$.a", NumericLessThan: "1", Next: "B" },
      { Variable: "$.a", BooleanEquals: "true", Next: "B" },
      { Variable: "$.a", TimestampEquals: "today", Next: "B" },
      { Variable: "$.a", IsPresent: "yes", Next: "B" },
      { Variable: "$.a", StringEqualsPath: 1, Next: "B" },
    ),
    [
      "/States/A/Choices[0]/StringEquals: Expected value of type [STRING]",
      "/States/A/Choices[1]/NumericLessThan: Expected value of type Number",
      "/States/A/Choices[2]/BooleanEquals: Expected value of type [BOOLEAN]",
      "/States/A/Choices[3]/TimestampEquals: String does not match RFC3339 timestamp",
      "/States/A/Choices[4]/IsPresent: Expected value of type [BOOLEAN]",
      "/States/A/Choices[5]/StringEqualsPath: Expected value of type [STRING]",
    ],
  ],
  [
    "nested rules",
    choice({ And: [{ Not: { Variable: "$.a", IsNull: true, Next: "B" } }, { Or: [] }], Next: "B" }),
    [
      "/States/A/Choices[0]/And[0]/Not: Field 'Next' is not supported",
      "/States/A/Choices[0]/And[1]/Or: Value cannot be empty",
    ],
  ],
  [
    "a condition in a JSONPath state",
    choice({ Condition: "{% true %}", Next: "B" }),
    [
      "/States/A/Choices[0]: The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage",
    ],
  ],
  [
    "a variable in a JSONata state",
    machine(
      {
        A: {
          Type: "Choice",
          Choices: [
            { Variable: "$.a", IsNull: true, Next: "B" },
            { Condition: "true", Next: "B" },
            { Condition: false, Next: "B" },
          ],
        },
        B: pass,
      },
      { QueryLanguage: "JSONata" },
    ),
    [
      "/States/A/Choices[0]: The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath' QueryLanguage",
      "/States/A/Choices[0]: The QueryLanguage is set to 'JSONata', but field 'IsNull' is only supported for the 'JSONPath' QueryLanguage",
      "/States/A/Choices[0]: These fields are required: [Condition]",
      "/States/A/Choices[1]/Condition: JSONata string must start with {% and end with %}",
    ],
  ],
])
