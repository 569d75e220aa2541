import { describe, expect, test } from "vitest"

import type { StateDefinition, StateMachineDefinition } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import { simulate, type Simulated, type Simulation } from "./simulation/simulate.ts"

/** Runs a machine of one state, which may go on to a Pass state called `Next`. */
function runState(state: object, given: Simulation = {}): Simulated {
  const one = { End: true, ...state } as unknown as StateDefinition // the state of the test
  return simulate({ StartAt: "S", States: { S: one, Next: { Type: "Pass", End: true } } }, given)
}

const outcomeOf = ({ run }: Simulated): object => ({
  status: run.status,
  ...(run.output === undefined ? {} : { output: run.output }),
  ...(run.error === undefined ? {} : { error: run.error }),
  ...(run.cause === undefined ? {} : { cause: run.cause }),
})
const during = (cause: string): string =>
  `An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`

describe("data flow in JSONPath", () => {
  const input = { a: { b: 1 }, c: 2 }
  test.each<[string, object, Json]>([
    ["input is output", {}, input],
    ["InputPath", { InputPath: "$.a" }, { b: 1 }],
    ["InputPath null is an empty object", { InputPath: null }, {}],
    ["OutputPath", { OutputPath: "$.c" }, 2],
    ["OutputPath null is an empty object", { OutputPath: null }, {}],
    ["Result", { Result: [1] }, [1]],
    ["Parameters", { Parameters: { "x.$": "$.c" } }, { x: 2 }],
    [
      "ResultPath puts the result into the raw input",
      { InputPath: "$.a", Result: 3, ResultPath: "$.a.b" },
      { a: { b: 3 }, c: 2 },
    ],
    ["ResultPath null keeps the raw input", { Result: 3, ResultPath: null }, input],
    ["ResultPath $ is the result", { Result: 3, ResultPath: "$" }, 3],
    ["a path into the context object", { Parameters: { "x.$": "$$.Execution.Name" } }, { x: "run" }],
  ])("%s", (_, fields, output) => {
    expect(runState({ Type: "Pass", ...fields }, { input }).run.output).toEqual(output)
  })

  test("a Task's result goes through ResultSelector, ResultPath, OutputPath and Assign", () => {
    const state = {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      ResultSelector: { "n.$": "$.Payload" },
      ResultPath: "$.r",
      OutputPath: "$.r",
      Assign: { "kept.$": "$.n" },
      Next: "After",
      End: undefined,
    }
    const definition = {
      StartAt: "S",
      States: { S: state, After: { Type: "Pass", Parameters: { "a.$": "$", "b.$": "$kept" }, End: true } },
    } as unknown as StateMachineDefinition // with the Task above
    const { run } = simulate(definition, { input, tasks: { S: [{ output: { Payload: 7 } }] } })
    expect(run.output).toEqual({ a: { n: 7 }, b: 7 })
  })

  test("a path that leads nowhere fails the execution", () => {
    expect(outcomeOf(runState({ Type: "Pass", InputPath: "$.x" }, { input }))).toEqual({
      status: "FAILED",
      error: "States.Runtime",
      cause: during("Invalid path '$.x' : No results for path: $['x']"),
    })
  })

  test("a cause that would show a long input is cut", () => {
    const { run } = runState({ Type: "Pass", Parameters: { "a.$": "$.x" } }, { input: { long: "y".repeat(100_000) } })
    expect(run.cause).toHaveLength(32_768)
    expect(run.cause).toMatch(/could not be found in the input '\{"long":"y+$/)
  })

  // A user's report of an execution on AWS: this name, and a cause that begins with its own words.
  test("a result that its path cannot take fails the execution", () => {
    expect(outcomeOf(runState({ Type: "Pass", Result: 1, ResultPath: "$.n" }, { input: "text" }))).toEqual({
      status: "FAILED",
      error: "States.ReferencePathConflict",
      cause: 'Unable to apply ReferencePath $.n to input "text"',
    })
  })
})

describe("data flow in JSONata", () => {
  const jsonata = { Type: "Pass", QueryLanguage: "JSONata" }

  test.each<[string, object, Json]>([
    ["input is output", {}, { n: 1 }],
    ["Output", { Output: { x: "{% $states.input.n + 1 %}", y: "literal {% no %}" } }, { x: 2, y: "literal {% no %}" }],
    ["a number without end is text", { Output: "{% [1/0, -1/0] %}" }, ["Infinity", "-Infinity"]],
    ["an undefined member is left out", { Output: "{% {'a': $nothing, 'b': [1, $nothing]} %}" }, { b: [1] }],
    ["the context object", { Output: "{% $states.context.StateMachine.Name %}" }, "machine"],
  ])("%s", (_, fields, output) => {
    expect(runState({ ...jsonata, ...fields }, { input: { n: 1 } }).run.output).toEqual(output)
  })

  test("Assign and Output read the variables from before", () => {
    const definition: StateMachineDefinition = {
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { x: 1, y: 2 }, Next: "B" },
        B: { Type: "Pass", Assign: { x: "{% $y %}", y: "{% $x %}" }, Output: "{% $x %}", Next: "C" },
        C: { Type: "Pass", Output: "{% [$states.input, $x, $y] %}", End: true },
      },
    }
    const { run, events } = simulate(definition)
    expect(run.output).toEqual([1, 2, 1])
    expect(events.filter(({ assignedVariables }) => assignedVariables !== undefined)).toMatchObject([
      { assignedVariables: { x: 1, y: 2 } },
      { assignedVariables: { x: 2, y: 1 } },
    ])
  })

  test.each([
    [
      "{% $nothing %}",
      "The JSONata expression '$nothing' specified for the field 'Output/v[0]' returned nothing (undefined).",
    ],
    [
      "{% $sum %}",
      "The JSONata expression '$sum' specified for the field 'Output/v[0]' returned an unsupported result type.",
    ],
    [
      "{% 1 + 'a' %}",
      `The JSONata expression '1 + 'a'' specified for the field 'Output/v[0]' threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number`,
    ],
  ])("%s fails with AWS's words", (expression, cause) => {
    const simulated = runState({ ...jsonata, Output: { v: [expression] } })
    expect(outcomeOf(simulated)).toEqual({
      status: "FAILED",
      error: "States.QueryEvaluationError",
      cause: during(cause),
    })
    expect(simulated.events.map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
      ["ExecutionStarted", 0],
      ["PassStateEntered", 0],
      ["EvaluationFailed", 0],
      ["ExecutionFailed", 3],
    ])
    expect(simulated.events[2]).toMatchObject({ state: "S", location: "Output/v[0]" })
  })

  test("data that nests too deeply for an expression fails the execution", () => {
    let deep: Json = 1
    for (let level = 0; level < 20_000; level++) deep = [deep]
    expect(runState({ ...jsonata, Output: "{% {'v': $states.input} %}" }, { input: deep }).run).toMatchObject({
      status: "FAILED",
    })
  })
})
