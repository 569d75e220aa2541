import { expect, test } from "vitest"

import { variableReferences } from "./variable-references.ts"

const referencesOf = (states: object, more: object = {}): object =>
  variableReferences(JSON.stringify({ ...more, StartAt: Object.keys(states)[0], States: states }))

test("names what each state reads of the variables, in JSONata", () => {
  const states = {
    Set: {
      Type: "Pass",
      Assign: { total: "{% $states.input.n %}", double: "{% function($n) { $n * 2 } %}" },
      Next: "Use",
    },
    Use: { Type: "Pass", Output: "{% ($own := $total; $own + $double($total) + $sum([1])) %}", Next: "Done" },
    Done: { Type: "Succeed" },
  }
  expect(referencesOf(states, { QueryLanguage: "JSONata" })).toEqual({ Use: ["total", "double"] })
})

test("names what each state reads of the variables, in paths and intrinsic functions", () => {
  const states = {
    Set: { Type: "Pass", Assign: { order: { id: 1 }, list: [1] }, Next: "Use" },
    Use: {
      Type: "Pass",
      InputPath: "$order.id",
      Parameters: { "text.$": "States.Format('{} {}', $list[0], $.a)", "own.$": "$$.Execution.Id" },
      Next: "Choose",
    },
    Choose: { Type: "Choice", Choices: [{ Variable: "$order.id", NumericEqualsPath: "$list[0]", Next: "Done" }] },
    Done: { Type: "Succeed" },
  }
  expect(referencesOf(states)).toEqual({ Use: ["order", "list"], Choose: ["order", "list"] })
})

test("gives what stands in branches and processors to the states inside, and a distributed Map's see nothing outside", () => {
  const inner = (name: string): object => ({
    StartAt: name,
    States: { [name]: { Type: "Pass", Output: "{% $v %}", End: true } },
  })
  const states = {
    Set: { Type: "Pass", Assign: { v: 1 }, Next: "Fork" },
    Fork: { Type: "Parallel", Branches: [inner("Left"), inner("Right")], Next: "Each" },
    Each: { Type: "Map", Items: "{% [$v] %}", ItemProcessor: inner("One"), Next: "Far" },
    Far: {
      Type: "Map",
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, ...inner("Two") },
      End: true,
    },
  }
  expect(referencesOf(states, { QueryLanguage: "JSONata" })).toEqual({
    Left: ["v"],
    Right: ["v"],
    Each: ["v"],
    One: ["v"],
  })
})
