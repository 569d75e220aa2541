import type { StateMachineDefinition } from "@stepwright/engine/asl"
import { expect, it } from "vitest"

import { toDiagram } from "./to-diagram.ts"

const definition: StateMachineDefinition = {
  QueryLanguage: "JSONata",
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      Items: "{% $states.input.items %}",
      MaxConcurrency: 5,
      ItemProcessor: {
        StartAt: "Reserve",
        States: {
          Reserve: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Arguments: { FunctionName: "${Reserve}" },
            End: true,
          },
        },
      },
      Catch: [
        { ErrorEquals: ["Out"], Next: "Undo" },
        { ErrorEquals: ["States.ALL"], Next: "Undo" },
      ],
      Next: "Both",
    },
    Both: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Pause", States: { Pause: { Type: "Wait", Seconds: 30, End: true } } },
        {
          StartAt: "Pick",
          States: {
            Pick: {
              Type: "Choice",
              Choices: [
                { Condition: "{% $a > 1 %}", Next: "Yes" },
                { Condition: "{% $a < 0 %}", Next: "Yes" },
              ],
              Default: "No",
            },
            Yes: { Type: "Succeed" },
            No: { Type: "Succeed" },
          },
        },
      ],
      End: true,
    },
    Undo: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Arguments: { QueueUrl: "${Letters}" },
      Next: "Failed",
    },
    Failed: { Type: "Fail", Error: "{% $name %}" },
  },
}

const diagram = toDiagram(definition, {
  bindings: { Reserve: { kind: "task", task: "reserve-stock" }, Letters: { kind: "deadLetterQueue" } },
  notes: { Undo: { role: "deadLetter", step: "reserve", source: "flow.ts:3:1" } },
})
const named = (label: string, nodes = diagram.nodes): (typeof diagram.nodes)[number] | undefined =>
  nodes.find((node) => node.label === label)

it("draws the levels of a state machine inside each other", () => {
  expect(diagram.nodes.map(({ shape }) => shape)).toEqual(["start", "group", "group", "task", "fail", "end"])
  expect(named("Each")?.lanes.map(({ nodes }) => nodes.map(({ label }) => label))).toEqual([["Reserve"]])
  expect(named("Both")?.lanes.map(({ nodes }) => nodes.map(({ shape }) => shape))).toEqual([
    ["wait"],
    ["choice", "succeed", "succeed"],
  ])
})

it("says what states do", () => {
  expect(named("Each")?.detail).toBe("for each item, at most 5 at once")
  expect(named("Reserve", named("Each")?.lanes[0]?.nodes)?.detail).toBe("task reserve-stock")
  expect(named("Pause", named("Both")?.lanes[0]?.nodes)?.detail).toBe("30 s")
  expect(named("Undo")).toMatchObject({
    tone: "alarm",
    detail: "dead letter",
    title: "Undo (Task)\ndead letter\ndeadLetter of reserve\nflow.ts:3:1",
  })
  expect(named("Failed")?.detail).toBeUndefined()
})

it("names the first of several errors that are caught", () => {
  const Catch = [{ ErrorEquals: ["Card.Declined", "Card.Expired", "Busy"], Next: "B" }]
  const A = { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Catch, Next: "B" } as const
  const { edges } = toDiagram({ StartAt: "A", States: { A, B: { Type: "Succeed" } } })
  expect(edges.find(({ kind }) => kind === "catch")?.label).toBe("Card.Declined (+2)")
})

it("makes one arrow of several rules or catchers to one state", () => {
  const [from, to] = [named("Each")?.id, named("Undo")?.id]
  expect(diagram.edges.filter((edge) => edge.from === from && edge.to === to)).toEqual([
    { from, to, kind: "catch", label: "any error" },
  ])
  const inner = named("Both")?.lanes[1]?.edges
  expect(inner?.map(({ kind, label }) => [kind, label])).toEqual([
    ["choice", "$a > 1 or $a < 0"],
    ["default", "otherwise"],
  ])
})
