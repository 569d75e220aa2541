import type { Json, JsonObject, StateMachineDefinition } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { importDefinition, type ImportReason } from "@stepwright/engine/import"
import { afterAll, describe, expect, it } from "vitest"

import { Sources } from "./load-source.ts"

const sources = new Sources("embedded")
afterAll(() => sources.remove())

const pass = { Type: "Pass", Output: "{% $states.input %}", End: true }

/** A JSONata machine of these states, the first of which it begins with. */
function machine(states: Readonly<Record<string, JsonObject>>, language: Json = "JSONata"): StateMachineDefinition {
  const definition: JsonObject = { QueryLanguage: language, StartAt: Object.keys(states)[0] ?? "", States: states }
  return definition as unknown as StateMachineDefinition // it is one
}

const task = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:listBuckets", Arguments: {} }

/** What no step does, and the reason that is given for it. */
const stays: Readonly<Record<string, readonly [ImportReason, StateMachineDefinition]>> = {
  paths: ["LANGUAGE", machine({ A: { Type: "Pass", InputPath: "$.a", End: true } }, "JSONPath")],
  "a field without a step": [
    "FIELD",
    machine({ A: { ...task, Credentials: { RoleArn: "arn:aws:iam::1:role/r" }, End: true } }),
  ],
  "a time to wait that is computed": [
    "FIELD",
    machine({ A: { Type: "Wait", Seconds: "{% $states.input.s %}", End: true } }),
  ],
  "a failure without a cause": ["FIELD", machine({ A: { Type: "Fail", Error: "Odd" } })],
  "a function's own ARN": [
    "RESOURCE",
    machine({ A: { ...task, Resource: "arn:aws:lambda:eu-west-1:1:function:f", End: true } }),
  ],
  "a variable that may not be assigned": ["EXPRESSION", machine({ A: { ...pass, Output: "{% $nowhere %}" } })],
  "the state's own name": ["EXPRESSION", machine({ A: { ...pass, Output: "{% $states.context.State.Name %}" } })],
  "a loop with two ways in": [
    "FLOW",
    machine({
      A: { Type: "Choice", Choices: [{ Condition: "{% $states.input.a %}", Next: "B" }], Default: "C" },
      B: { Type: "Pass", Next: "C" },
      C: { Type: "Choice", Choices: [{ Condition: "{% $states.input.c %}", Next: "B" }], Default: "D" },
      D: pass,
    }),
  ],
  "an error that no step raises": ["NAME", machine({ A: { Type: "Fail", Error: "States.Timeout", Cause: "late" } })],
}

describe("what no step does stays as it was", () => {
  it.each(Object.entries(stays))("%s", async (_, [reason, definition]) => {
    const { source, exported, report } = importDefinition(definition, { name: "kept" })
    expect(report.states.map(({ embedded }) => embedded?.reason)).toContain(reason)
    const { plan } = compile((await sources.load(source, exported)).tree)
    expect(JSON.stringify(plan.definition.States)).toBe(JSON.stringify(definition.States))
  })

  it("with states beside it that only say where it leads", async () => {
    const definition = machine(
      {
        Which: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "Out" }] },
        Out: { Type: "Pass", End: true },
      },
      "JSONPath",
    )
    const { source, exported, report } = importDefinition(definition, { name: "kept" })
    expect(report.states.map(({ embedded }) => embedded?.reason)).toEqual(["FLOW", "NEIGHBOUR"])
    const { plan } = compile((await sources.load(source, exported)).tree)
    expect(JSON.stringify(plan.definition.States)).toBe(JSON.stringify(definition.States))
  })

  it("and so do those of an iteration", async () => {
    const inner = {
      StartAt: "Sleep",
      States: { Sleep: { Type: "Wait", Seconds: "{% $states.input %}", Next: "Over" }, Over: { Type: "Succeed" } },
    }
    const definition = machine({
      Each: { Type: "Map", Items: "{% $states.input %}", ItemProcessor: inner, End: true },
    })
    const { source, exported } = importDefinition(definition, { name: "kept" })
    const { plan } = compile((await sources.load(source, exported)).tree)
    expect(plan.definition.States.Each).toMatchObject({ ItemProcessor: inner })
  })

  it("between steps, one run of states for those that follow each other", async () => {
    const definition = machine({
      First: { ...task, Next: "Sleep" },
      Sleep: { Type: "Wait", Seconds: "{% $states.input.s %}", Next: "Again" },
      Again: { Type: "Wait", Timestamp: "{% $states.input.t %}", Next: "Last" },
      Last: { ...task, Next: "Over" },
      Over: { Type: "Succeed" },
    })
    const { source, exported, report } = importDefinition(definition, { name: "kept" })
    expect(report.jsonata).toEqual({ states: 5, typed: 3 })
    expect(source.match(/w\.asl\(/g)).toHaveLength(1)
    const { plan } = compile((await sources.load(source, exported)).tree)
    expect(plan.definition.States).toMatchObject({ Sleep: definition.States.Sleep })
    // It leads to what the plan has there.
    expect(plan.definition.States.Again).toEqual({ ...definition.States.Again, Next: "Last" })
  })

  it("and its neighbours say whom they stand beside", () => {
    const { report } = importDefinition(
      machine({
        A: { Type: "Pass", Assign: { a: 1 }, Next: "B" },
        B: { Type: "Wait", Seconds: "{% $a %}", End: true },
      }),
      { name: "kept" },
    )
    expect(report.states.map(({ embedded }) => embedded?.reason)).toEqual(["NEIGHBOUR", "FIELD"])
    expect(report.states[0]?.embedded?.message).toContain("It stands beside 'B'.")
  })
})
