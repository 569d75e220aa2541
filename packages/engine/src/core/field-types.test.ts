import { describe, expect, test } from "vitest"

import type { StateDefinition } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import { simulate, type Simulated } from "./simulation/simulate.ts"

const resource = "arn:aws:lambda:us-east-1:111111111111:function:f"
const states: Readonly<Record<string, object>> = {
  Seconds: { Type: "Wait", End: true },
  Timestamp: { Type: "Wait", End: true },
  Error: { Type: "Fail" },
  Cause: { Type: "Fail" },
  TimeoutSeconds: { Type: "Task", Resource: resource, End: true },
  HeartbeatSeconds: { Type: "Task", Resource: resource, End: true },
}

function run(state: object, input: Json = {}): Simulated {
  return simulate({ StartAt: "S", States: { S: state as StateDefinition } }, { input })
}

function failed(error: string, cause: string): object {
  return expect.objectContaining({
    status: "FAILED",
    error,
    cause: `An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`,
  })
}

// Recorded for Items; the rule for the others is the same sentence.
describe("an expression of another type than its field wants", () => {
  const wanted = { Seconds: "number", TimeoutSeconds: "number", HeartbeatSeconds: "number" } as Record<string, string>
  const values = { number: "7", string: "'x'", array: "[1]", object: "{'a': 1}", boolean: "true", null: "null" }
  for (const [field, state] of Object.entries(states)) {
    const expected = wanted[field] ?? "string"
    const others = Object.entries(values).filter(([type]) => type !== expected)
    test.each(others)(`${field} of type %s`, (type, text) => {
      const simulated = run({ ...state, QueryLanguage: "JSONata", [field]: `{% ${text} %}` })
      const shown = text.replaceAll("'", '"').replace(" ", "")
      const cause = `The JSONata expression '${text}' specified for the field '${field}' returned an unexpected result type. Expected '${expected}', but was '${type}' for value: ${shown}`
      expect(simulated.run).toEqual(failed("States.QueryEvaluationError", cause))
      expect(simulated.events).toContainEqual(
        expect.objectContaining({ type: "EvaluationFailed", location: field, error: "States.QueryEvaluationError" }),
      )
    })
  }
})

// Recorded for the paths of a Map; the rule for the others is the same sentence.
describe("a path that leads to another type than its field wants", () => {
  const kinds = { TimeoutSeconds: "integer", HeartbeatSeconds: "integer", Error: "string", Cause: "string" }
  for (const [field, kind] of Object.entries(kinds)) {
    const values: readonly Json[] = [kind === "string" ? 1 : "x", null, true, [1], { a: 1 }, 1.5]
    test.each(values.map((value) => [value]))(`${field}Path to %j`, (value) => {
      const shown = typeof value === "string" ? value : JSON.stringify(value)
      expect(run({ ...states[field], [`${field}Path`]: "$.v" }, { v: value }).run).toEqual(
        failed("States.Runtime", `The ${field}Path field refers to value "${shown}" which is not a valid ${kind}: $.v`),
      )
    })

    test(`${field}Path to nothing`, () => {
      expect(run({ ...states[field], [`${field}Path`]: "$.v" }).run).toEqual(
        failed("States.Runtime", "Invalid path '$.v' : No results for path: $['v']"),
      )
    })
  }

  test("a number may be written as a text", () => {
    expect(run({ ...states["TimeoutSeconds"], TimeoutSecondsPath: "$.v" }, { v: "7" }).run.status).toBe("SUCCEEDED")
  })
})
