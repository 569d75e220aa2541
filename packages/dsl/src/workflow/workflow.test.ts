import { describe, expect, it } from "vitest"

import { workflow } from "../index.ts"
import { Input, nodesOf, say, stepRef, Text, undo } from "./traced-order.ts"

describe("a traced workflow", () => {
  it("carries its tree, schemas, tasks and children", () => {
    const child = workflow("child", { input: Text, output: Text }, (_, { text }) => ({ text }))
    const parent = workflow(
      "parent",
      { input: Text, output: Text, timeout: "15m", compensationTimeout: "1h" },
      (w, i) => {
        w.run(say({ text: i.text }), { compensate: ({ key }) => undo({ key }) })
        return w.call(child)({ text: i.text })
      },
    )
    expect([...parent.tasks.keys()]).toEqual(["say", "undo"])
    expect(parent.workflows.get("child")).toBe(child)
    expect(Object.keys(parent.tree.tasks)).toEqual(["say", "undo"])
    expect(parent.tree).toMatchObject({ name: "parent", timeoutSeconds: 900, compensationTimeoutSeconds: 3600 })
    expect(parent.tree.input.shape).toEqual({ type: "object", fields: { text: { type: "string" } } })
    expect(parent.tree.at.file).toMatch(/workflow\.test\.ts$/)
    expect(parent.tree.body.result).toMatchObject(stepRef("n2"))
    expect(JSON.parse(JSON.stringify(parent.tree))).toEqual(parent.tree)
  })

  it("infers its output's shape where no schema says it", () => {
    const { tree } = workflow("w", { input: Text }, (w, i) => ({ a: w.run(say({ text: i.text })).said, b: 1 }))
    expect(tree.output.shape).toMatchObject({
      type: "object",
      fields: { a: { type: "string" }, b: { type: "integer" } },
    })
  })

  it("is the same for the same definition", () => {
    const make = (): string => {
      const { tree } = workflow("w", { input: Input }, (w, i) => w.each(i.list, (item) => say({ text: item.sku })))
      return JSON.stringify(tree)
    }
    expect(make().replaceAll(/"(?:line|column)":\d+/g, "")).toBe(make().replaceAll(/"(?:line|column)":\d+/g, ""))
  })
})

describe("a workflow's type", () => {
  it("stands in its tree, and in the calls of it, where it is EXPRESS", () => {
    const quick = workflow("quick", { type: "EXPRESS" }, () => null)
    const usual = workflow("usual", { type: "STANDARD" }, (w) => {
      w.start(quick)(null)
    })
    expect(quick.tree).toMatchObject({ name: "quick", type: "EXPRESS" })
    expect(usual.tree).not.toHaveProperty("type")
    expect(usual.tree.body.nodes).toMatchObject([{ call: { workflow: "quick", mode: "start", express: true } }])
  })
})

describe("child workflows", () => {
  const child = workflow("child", { input: Text, output: Text }, (_, { text }) => ({ text }))

  it("are steps where they are called, with a result", () => {
    const nodes = nodesOf((w, i) => {
      const answer = w.call(child)({ text: i.id })
      w.start(child)({ text: answer.text })
    })
    expect(nodes).toMatchObject([
      { id: "n1", name: "child", call: { kind: "workflow", workflow: "child", mode: "call" } },
      { id: "n2", name: "child-2", call: { mode: "start", input: { fields: [{ value: stepRef("n1", "text") }] } } },
    ])
  })

  it("move where they are used as a call: run, a branch, a body's result, a compensation", () => {
    const nodes = nodesOf((w, i) => {
      w.run(w.call(child)({ text: "a" }), { name: "named", compensate: ({ key }) => w.call(child)({ text: key }) })
      w.all({ a: w.call(child)({ text: "b" }) })
      w.each(i.list, (item, w) => w.call(child)({ text: item.sku }), { compensate: ({ key }) => undo({ key }) })
      w.saga((w) => w.call(child)({ text: "c" }))
    })
    expect(nodes).toMatchObject([
      { kind: "run", name: "named", call: { kind: "workflow" }, compensate: { known: { kind: "workflow" } } },
      { kind: "all", branches: [{ body: { nodes: [{ name: "child", kind: "run" }] } }] },
      { kind: "each", body: { nodes: [{ name: "child", compensate: { known: { task: "undo" } } }] } },
      { kind: "saga", body: { nodes: [{ name: "child" }] } },
    ])
  })
})
