import { aws, eq, type EmbeddedStates, jsonata, workflow } from "@stepwright/dsl"
import { describe, expect, test } from "vitest"
import { z } from "zod"

import { compiled, outline, refusals } from "../fixture/compiled.ts"
import { execute } from "../fixture/execute.ts"

const legacy: EmbeddedStates = {
  StartAt: "Tag it",
  States: {
    "Tag it": { Type: "Pass", Result: { seen: true }, ResultPath: "$.tag", Next: "Keep it" },
    "Keep it": { Type: "Pass", OutputPath: "$.tag", End: true },
  },
}
const modern: EmbeddedStates = {
  QueryLanguage: "JSONata",
  StartAt: "Both",
  States: {
    Both: {
      Type: "Parallel",
      Branches: [{ StartAt: "One", States: { One: { Type: "Pass", Output: "{% $states.input %}", End: true } } }],
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
}

describe("embedded states", () => {
  test("that are all there is stand in the plan as they are", async () => {
    for (const machine of [legacy, modern]) {
      const plan = await compiled(workflow("flow", {}, (w) => w.asl(machine)))
      expect(JSON.stringify(plan.definition.States)).toBe(JSON.stringify(machine.States))
      expect(plan.definition).toEqual({ ...machine })
      expect(Object.keys(plan.notes)).toContain(machine.StartAt)
    }
    const plan = await compiled(workflow("flow", {}, (w) => w.asl(legacy)))
    expect(execute(plan, { input: { a: 1 } }).output).toEqual({ seen: true })
  })

  test("stand among steps: given their input, and their result read", async () => {
    const flow = workflow("flow", {}, (w, input) => {
      const first = w.compute({ given: input }, { name: "first" })
      const kept = w.asl(legacy, { input: first, name: "legacy" })
      const { One } = { One: w.asl(modern, { input: { kept }, name: "modern" }) }
      w.sleep("5s")
      return { kept, One, first }
    })
    const plan = await compiled(flow)
    expect(outline(plan.definition)).toEqual([
      "first Pass",
      "Tag it Pass",
      "Keep it Pass",
      "legacy result Pass",
      "Both Parallel",
      "Done Pass",
      "modern result Pass",
      "sleep Wait",
    ])
    expect(plan.definition.QueryLanguage).toBeUndefined()
    expect(execute(plan, { input: 7 }).output).toEqual({
      kept: { seen: true },
      One: [{ kept: { seen: true } }],
      first: { given: 7 },
    })
  })

  test("lead on by a Next to a state that is not there", async () => {
    const chooses: EmbeddedStates = {
      StartAt: "Which",
      States: {
        Which: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "There" }], Default: "away" },
        There: { Type: "Pass", Result: "there", Next: "away" },
      },
    }
    const plan = await compiled(workflow("flow", {}, (w) => w.asl(chooses)))
    expect(execute(plan, { input: { a: 1 } }).output).toBe("there")
    expect(execute(plan, { input: { b: 1 } }).output).toEqual({ b: 1 })
  })

  test("in a body of each begin with its item, and what came before them is still there after them", async () => {
    const flow = workflow(
      "flow",
      { input: z.object({ list: z.array(z.number()).max(3), n: z.number() }) },
      (w, input) =>
        w.each(input.list, (item, w) => {
          const all = w.asl({ ...modern, States: { Both: { Type: "Pass", Output: "{% $states.input %}", End: true } } })
          w.sleep("1s")
          return { all, item, n: input.n }
        }),
    )
    const plan = await compiled(flow)
    expect(execute(plan, { input: { list: [4, 5], n: 6 } }).output).toEqual([
      { all: 4, item: 4, n: 6 },
      { all: 5, item: 5, n: 6 },
    ])
  })

  test("are refused where their names clash, where a saga should undo them, and where AWS would refuse them", () => {
    const twice = workflow("flow", {}, (w) => {
      const once = w.asl(legacy)
      return w.asl(legacy, { input: once })
    })
    expect(refusals(twice)).toContain("ASL_NAME")
    const tried = workflow("flow", {}, (w) => w.attempt((w) => w.asl(legacy)).catch({ "States.ALL": () => null }))
    expect(refusals(tried)).toContain("ASL_PLACE")
    const wrong = workflow("flow", {}, (w) => w.asl({ StartAt: "A", States: { A: { Type: "Task", End: true } } }))
    expect(refusals(wrong)).toEqual(["ASL_REFUSED"])
  })

  test("keep their variables from those of the plan", async () => {
    const assigning: EmbeddedStates = {
      QueryLanguage: "JSONata",
      StartAt: "Set",
      States: { Set: { Type: "Pass", Assign: { input: 1, got: 2 }, Output: "{% $states.input %}", End: true } },
    }
    const flow = workflow("flow", {}, (w, input) => {
      const got = w.asl(assigning)
      w.sleep("1s")
      return { got, input }
    })
    expect(execute(await compiled(flow), { input: "x" }).output).toEqual({ got: "x", input: "x" })
  })
})

describe("a computed value", () => {
  test("is evaluated where it stands, also where nothing reads it", async () => {
    const flow = workflow("flow", {}, (w, input) => {
      const order = jsonata.as(z.object({ id: z.string() }))`${input}`
      w.compute(order.id, { name: "look" })
      return "done"
    })
    const plan = await compiled(flow)
    expect(execute(plan, { input: { id: "a" } }).output).toBe("done")
    expect(execute(plan, { input: {} })).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" })
  })

  test("costs no state after a step, and is caught with it", async () => {
    const flow = workflow("flow", {}, (w) => {
      const found = w
        .attempt((w) => {
          const answer = jsonata.as(
            z.object({ id: z.unknown() }),
          )`${w.run(aws.sdk("s3:listBuckets", {}), { name: "list" })}`
          return w.compute({ id: answer.id }, { name: "look" })
        })
        .catch({ "States.QueryEvaluationError": () => "nothing" })
      return { found }
    })
    const plan = await compiled(flow)
    expect(outline(plan.definition)).toEqual(["list Task", "flow done Succeed"])
    expect(execute(plan, { answer: () => ({ output: { id: 3 } }) }).output).toEqual({ found: { id: 3 } })
    expect(execute(plan, { answer: () => ({ output: {} }) }).output).toEqual({ found: "nothing" })
  })

  test("is one value, whatever reads it, and another reads it in a state of its own", async () => {
    const flow = workflow("flow", {}, (w) => {
      const chance = w.compute(jsonata<string>`$uuid()`, { name: "chance" })
      const pair = w.compute({ first: chance, second: chance }, { name: "pair" })
      const again = w.compute({ pair, chance }, { name: "again" })
      return { same: eq(again.pair.first, again.chance), pair }
    })
    const { output } = execute(await compiled(flow))
    expect(output).toMatchObject({ same: true })
  })
})
