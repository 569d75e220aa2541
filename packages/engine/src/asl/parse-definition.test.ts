import { describe, expect, test } from "vitest"

import { machine, pass, task, testCases } from "./parse-case.fixture.ts"
import { parseDefinition } from "./parse-definition.ts"

testCases([
  ["the smallest machine", machine({ A: pass }), []],
  ["no object", "[]", ["-: Definition must be a valid JSON object"]],
  ["a blank text", " ", ["-: Definition must be a valid JSON object"]],
  ["an empty object", {}, ["/: These fields are required: [StartAt, States]"]],
  [
    "no states",
    { StartAt: "A", States: {} },
    ["MISSING_TRANSITION_TARGET /StartAt: Missing 'Next' target: A", "/States: Value cannot be empty"],
  ],
  [
    "a field of no machine",
    machine({ A: pass }, { Timeout: 1, Coment: "" }),
    ["/: Field 'Timeout' is not supported", "/: Field 'Coment' is not supported (Comment?)"],
  ],
  [
    "a version",
    machine({ A: pass }, { Version: "2.0" }),
    ["/Version: Value should be one of the following: [1.0] (1.0?)"],
  ],
  [
    "a timeout of the wrong type",
    machine({ A: pass }, { TimeoutSeconds: "5" }),
    ["/TimeoutSeconds: Expected value of type Integer"],
  ],
  [
    "states of the wrong type",
    { StartAt: "A", States: [] },
    ["MISSING_TRANSITION_TARGET /StartAt: Missing 'Next' target: A", "/States: Expected value of type [OBJECT]"],
  ],
  [
    "a start that is no state",
    { StartAt: "Strat", States: { Start: pass } },
    [
      "MISSING_TRANSITION_TARGET /StartAt: Missing 'Next' target: Strat (Start?)",
      'MISSING_TRANSITION_TARGET /States/Start: State "Start" is not reachable.',
    ],
  ],
  [
    "targets that are no states",
    machine({ A: { Type: "Task", Resource: "arn:x", Next: "C", Catch: [{ ErrorEquals: ["x"], Next: "D" }] }, B: pass }),
    [
      "MISSING_TRANSITION_TARGET /States/A/Next: Missing 'Next' target: C",
      "MISSING_TRANSITION_TARGET /States/A/Catch[0]/Next: Missing 'Next' target: D",
      'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable.',
    ],
  ],
  [
    "a name of Object's",
    machine({ A: { Type: "Pass", Next: "toString" }, B: pass }),
    [
      "MISSING_TRANSITION_TARGET /States/A/Next: Missing 'Next' target: toString",
      'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable.',
    ],
  ],
  [
    "a machine without an end",
    machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } }),
    ["MISSING_END_STATE -: Workflow has no terminal state"],
  ],
  [
    "states of one name in two levels",
    machine({ A: { Type: "Parallel", Branches: [machine({ A: pass })], End: true } }),
    ["DUPLICATE_STATE_NAME /States/A/Branches[0]/States/A: Duplicate State name: A"],
  ],
  [
    "states of one name in one text",
    `{"StartAt":"A","States":{"A":{"Type":"Succeed"},"A":{"Type":"Succeed"}}}`,
    ["DUPLICATE_STATE_NAME /States: Duplicate State name: A"],
  ],
  [
    "a field twice in one text",
    `{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"x","Error":"y"}}}`,
    ["warning: DUPLICATE_FIELD /States/A: Field 'Error' appears more than once; the last one counts"],
  ],
  ["a name of 80 characters", machine({ ["😀".repeat(80)]: pass }), []],
  [
    "a name of 81 characters",
    machine({ ["a".repeat(81)]: pass }),
    [
      `INVALID_STATE_NAME /States/${"a".repeat(81)}: The state name '${"a".repeat(81)}' exceeds the 80-character limit allowed by the service`,
    ],
  ],
  [
    "neither Next nor End",
    machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", End: false }, C: { Type: "Succeed" } }),
    [
      "/States/B: This object should have only one of the following fields: [Next, End]",
      'MISSING_TRANSITION_TARGET /States/C: State "C" is not reachable.',
    ],
  ],
  [
    "Next and End",
    machine({ A: { Type: "Pass", Next: "B", End: true }, B: pass }),
    ["/States/A: There should only be one of the following fields: [Next, End]"],
  ],
  [
    "an End of the wrong type",
    machine({ A: { Type: "Pass", End: "true", Next: "B" }, B: pass }),
    ["/States/A/End: Expected value of type [BOOLEAN]"],
  ],
  [
    "Next on a Succeed and End on a Fail",
    machine({ A: { Type: "Succeed", Next: "B" }, B: { Type: "Fail", End: true } }),
    ["/States/A: Field 'Next' is not supported", "/States/B: Field 'End' is not supported"],
  ],
])

describe("parseDefinition", () => {
  test("answers the definition when nothing is an error, as a copy of its own", () => {
    const given = task({ Resource: "charge" })
    const { definition, diagnostics } = parseDefinition(given)
    expect(diagnostics).toHaveLength(1)
    expect(definition).toEqual(given)
    expect(definition).not.toBe(given)
  })

  test("finds a hundred mistakes in one go", () => {
    const states = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`S${index}`, { Type: "Pass", Next: `S${index + 1}`, Oops: 1 }]),
    )
    const { diagnostics } = parseDefinition({ StartAt: "S0", States: { ...states, S100: pass } })
    expect(diagnostics.map(({ location }) => location)).toEqual(Object.keys(states).map((name) => `/States/${name}`))
  })

  test("keeps the first thousand of each kind and counts the rest", () => {
    const fields = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`Oops${index}`, 1]))
    const { diagnostics } = parseDefinition(machine({ A: { ...pass, ...fields } }))
    expect(diagnostics).toHaveLength(1001)
    expect(diagnostics.at(-1)).toEqual({
      severity: "ERROR",
      code: "TOO_MANY_DIAGNOSTICS",
      message: "2000 more errors are left out",
    })
  })
})
