import { workflow } from "@stepwright/dsl"
import { describe, expect, it } from "vitest"

import { CliError } from "../errors.ts"
import { pickWorkflow, withChildren, workflowsOf } from "./workflows-of.ts"

const child = workflow("a-child", {}, () => ({ ok: true }))
const parent = workflow("a-parent", {}, (w) => w.call(child)({}))
const grandparent = workflow("a-grandparent", {}, (w) => w.all([w.call(parent)({}), w.call(child)({})]))

describe("workflowsOf", () => {
  it("finds each once, in the order of the export names", () => {
    const found = workflowsOf({
      z: child,
      parent,
      alias: child,
      default: parent,
      n: 1,
      o: { kind: "workflow" },
      list: [parent],
    })
    expect(found.map(({ exportName, workflow }) => [exportName, workflow.name])).toEqual([
      ["alias", "a-child"],
      ["default", "a-parent"],
    ])
  })
})

describe("pickWorkflow", () => {
  const exported = workflowsOf({ child, parent })

  it.each([
    ["a-parent", "a-parent"],
    ["parent", "a-parent"],
  ])("picks %s", (wanted, name) => {
    expect(pickWorkflow(exported, wanted, "f.ts").name).toBe(name)
  })

  it("picks the only one without a name", () => {
    expect(pickWorkflow(workflowsOf({ child }), undefined, "f.ts")).toBe(child)
  })

  it.each([
    [undefined, "WORKFLOW_AMBIGUOUS", "f.ts#a-child"],
    ["a-perent", "WORKFLOW_NOT_EXPORTED", "Did you mean f.ts#a-parent?"],
    ["nothing-like-it", "WORKFLOW_NOT_EXPORTED", "Name one of them"],
  ])("refuses %s", (wanted, code, hint) => {
    expect(() => pickWorkflow(exported, wanted, "f.ts")).toThrow(
      expect.objectContaining({ code, hint: expect.stringContaining(hint) }),
    )
  })

  it("refuses where there is none", () => {
    expect(() => pickWorkflow([], undefined, "f.ts")).toThrow(CliError)
  })
})

it("gathers children, each once", () => {
  expect(withChildren(grandparent).map(({ name }) => name)).toEqual(["a-grandparent", "a-parent", "a-child"])
})
