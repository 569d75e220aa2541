import { describe, expect, test } from "vitest"

import type { StateDefinition, StateMachineDefinition } from "../asl/document.ts"
import { simulate, type Simulated, type Simulation } from "./simulation/simulate.ts"

const runState = (state: object, given: Simulation = {}): Simulated =>
  simulate({ StartAt: "S", States: { S: { ...state, End: true } as StateDefinition } }, given)

describe("AWS's quotas, where they are enforced", () => {
  const large = "x".repeat(262_143)
  const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke" }

  test.each<[string, object, Simulation]>([
    ["a task's result", task, { tasks: { S: [{ output: large }] } }],
    ["a task's result in two bytes a character", task, { tasks: { S: [{ output: "ü".repeat(131_072) }] } }],
    ["a task's result in three bytes", task, { tasks: { S: [{ output: "€".repeat(87_382) }] } }],
    ["a task's result in four bytes", task, { tasks: { S: [{ output: "👋".repeat(65_536) }] } }],
    ["an output", { Type: "Pass", QueryLanguage: "JSONata", Output: `{% $pad('', 262143) %}` }, {}],
    ["an Assign", { Type: "Pass", QueryLanguage: "JSONata", Assign: { v: `{% $pad('', 262143) %}` } }, {}],
  ])("%s beyond 262,144 bytes fails with States.DataLimitExceeded", (_, state, given) => {
    expect(runState(state, { ...given, strict: true }).run).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
    })
    expect(runState(state, given).run.status).toBe("SUCCEEDED")
  })

  test("all variables of an execution may have 10 MiB together, those of branches included", () => {
    // {"v00":"…"} of each state has ten bytes more than the text.
    const assigns = (from: number, to: number, end: object): StateMachineDefinition["States"] =>
      Object.fromEntries(
        Array.from({ length: to - from }, (_, index) => {
          const name = `v${String(from + index).padStart(2, "0")}`
          const Assign = { [name]: `{% $pad('', ${262_144 - 10}, 'x') %}` }
          const next = index + 1 === to - from ? end : { Next: `v${String(from + index + 1).padStart(2, "0")}` }
          return [name, { Type: "Pass", Assign, Output: 1, ...next }]
        }),
      ) as unknown as StateMachineDefinition["States"] // of the test
    const branch = (from: number, to: number): StateMachineDefinition => ({
      StartAt: `v${from}`,
      States: { ...assigns(from, to, { Next: `W${from}` }), [`W${from}`]: { Type: "Wait", Seconds: 1, End: true } },
    })
    const machine = (last: number): StateMachineDefinition => ({
      QueryLanguage: "JSONata",
      StartAt: "v00",
      States: {
        ...assigns(0, 20, { Next: "P" }),
        P: { Type: "Parallel", Branches: [branch(20, 30), branch(30, last)], End: true },
      },
    })
    expect(simulate(machine(39), { strict: true }).run.status).toBe("SUCCEEDED")
    expect(simulate(machine(41), { strict: true }).run).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
    })
    expect(simulate(machine(41)).run.status).toBe("SUCCEEDED")
  })

  test("a result of exactly that size passes, also in many bytes a character", () => {
    for (const output of ["x".repeat(262_142), "ü".repeat(131_071), "€".repeat(87_380)]) {
      expect(runState(task, { tasks: { S: [{ output }] }, strict: true }).run.status).toBe("SUCCEEDED")
    }
  })

  test("a history beyond 25,000 events ends the execution", () => {
    const definition: StateMachineDefinition = { StartAt: "A", States: { A: { Type: "Pass", Next: "A" } } }
    expect(simulate(definition, { strict: true }).run).toMatchObject({
      error: "States.Runtime",
      cause: "The execution reached the maximum number of history events (25000).",
    })
  })
})
