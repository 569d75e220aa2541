import { describe, expect, test } from "vitest"

import { toGraph } from "./graph.ts"
import { toMermaid } from "./mermaid.ts"
import { definitionOf } from "./played.fixture.ts"

const definition = definitionOf({
  QueryLanguage: "JSONata",
  StartAt: "Charge",
  States: {
    Charge: {
      Type: "Task",
      Resource: "arn:x",
      Catch: [{ ErrorEquals: ["Card.Declined", "States.Timeout"], Next: "Give up" }],
      Next: "Big?",
    },
    "Big?": {
      Type: "Choice",
      Choices: [{ Condition: '{% $states.input.total > 1000 and $states.input.kind = "new" %}', Next: "Ship" }],
      Default: 'Done "now" <b>',
    },
    Ship: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Label", States: { Label: { Type: "Wait", Seconds: 1, End: true } } },
        {
          StartAt: "Each",
          States: {
            Each: {
              Type: "Map",
              Items: [1],
              ItemProcessor: {
                StartAt: "Pack",
                States: { Pack: { Type: "Pass", Next: "Seal" }, Seal: { Type: "Succeed" } },
              },
              End: true,
            },
          },
        },
      ],
      Next: 'Done "now" <b>',
    },
    'Done "now" <b>': { Type: "Pass", End: true },
    "Give up": { Type: "Fail" },
  },
})

describe("toGraph", () => {
  test("nodes, groups and edges of every level", () => {
    expect(toGraph(definition)).toEqual({
      nodes: [
        { id: "start", name: "", type: "Start" },
        { id: "s0", name: "Charge", type: "Task" },
        { id: "s1", name: "Big?", type: "Choice" },
        { id: "s2", name: "Ship", type: "Parallel" },
        { id: "s5", name: "Label", type: "Wait", group: "s2_0" },
        { id: "s6", name: "Each", type: "Map", group: "s2_1" },
        { id: "s7", name: "Pack", type: "Pass", group: "s6" },
        { id: "s8", name: "Seal", type: "Succeed", group: "s6" },
        { id: "s3", name: 'Done "now" <b>', type: "Pass" },
        { id: "s4", name: "Give up", type: "Fail" },
        { id: "finish", name: "", type: "End" },
      ],
      groups: [
        { id: "s2", kind: "parallel", name: "Ship" },
        { id: "s2_0", kind: "branch", name: "branch 1", group: "s2" },
        { id: "s2_1", kind: "branch", name: "branch 2", group: "s2" },
        { id: "s6", kind: "map", name: "Each", group: "s2_1" },
      ],
      edges: [
        { from: "start", to: "s0", kind: "start" },
        { from: "s0", to: "s1", kind: "next" },
        { from: "s0", to: "s4", kind: "catch", label: "Card.Declined, States.Timeout" },
        { from: "s1", to: "s2", kind: "choice", label: '$states.input.total > 1000 and $states.input.kind = "new"' },
        { from: "s1", to: "s3", kind: "default", label: "otherwise" },
        { from: "s2", to: "s3", kind: "next" },
        { from: "s7", to: "s8", kind: "next" },
        { from: "s3", to: "finish", kind: "end" },
        { from: "s4", to: "finish", kind: "end" },
      ],
    })
  })
})

describe("toMermaid", () => {
  const highlight = { Charge: "succeeded", Pack: "active", toString: "failed" } as const

  test("subgraphs for what nests, entities for what could mean something to Mermaid", () => {
    expect(
      toMermaid(definition, {
        title: 'the "order"',
        highlight,
      }),
    ).toBe(`\
---
title: "the \\"order\\""
---
flowchart TD
  start((" "))
  s0["Charge"]
  s1{"Big?"}
  subgraph s2["Ship (Parallel)"]
    subgraph s2_0["branch 1"]
      s5("Label")
    end
    subgraph s2_1["branch 2"]
      subgraph s6["Each (Map)"]
        s7["Pack"]
        s8(["Seal"])
      end
    end
  end
  s3["Done #34;now#34; #60;b#62;"]
  s4(["Give up"])
  finish(((" ")))
  start --> s0
  s0 --> s1
  s0 -.->|"Card.Declined, States.Timeout"| s4
  s1 -->|"$states.input.total #62; 1000 and $states.input.kind = #34;new#34;"| s2
  s1 -->|"otherwise"| s3
  s2 --> s3
  s7 --> s8
  s3 --> finish
  s4 --> finish
  classDef active fill:#dbeafe,stroke:#2563eb,stroke-width:2px
  class s7 active
  classDef succeeded fill:#dcfce7,stroke:#16a34a
  class s0 succeeded
`)
  })

  test("from left to right, without anything else", () => {
    const small = definitionOf({ StartAt: "A", States: { A: { Type: "Succeed" } } })
    expect(toMermaid(small, { direction: "LR" })).toBe(
      'flowchart LR\n  start((" "))\n  s0(["A"])\n  finish(((" ")))\n  start --> s0\n  s0 --> finish\n',
    )
  })
})
