import { readFileSync } from "node:fs"

import type { Workflow } from "@stepwright/dsl"
import type { StateMachineDefinition } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { importDefinition, type ImportReport } from "@stepwright/engine/import"
import { describe, expect, it } from "vitest"

import { legacy } from "./golden/legacy.ts"
import { orders } from "./golden/orders.ts"
import { reportJob } from "./golden/report-job.ts"
import { thumbnails } from "./golden/thumbnails.ts"

const golden: Readonly<Record<string, Pick<Workflow, "tree">>> = { legacy, orders, "report-job": reportJob, thumbnails }

const read = (file: string): string => readFileSync(new URL(`golden/${file}`, import.meta.url), "utf8")
const imported = (name: string): { readonly source: string; readonly report: ImportReport } =>
  importDefinition(JSON.parse(read(`${name}.asl.json`)) as StateMachineDefinition, { name })

describe("importing a state machine", () => {
  it.each(Object.keys(golden))(
    "writes %s as it stands in the golden file, which is linted, formatted and typed",
    (name) => {
      expect(imported(name).source).toBe(read(`${name}.ts`))
    },
  )

  it.each(Object.entries(golden))("gives a plan for %s", (name, workflow) => {
    expect(compile(workflow.tree).plan.name).toBe(name)
  })

  it("tells which states became steps, by language", () => {
    expect(imported("orders").report).toMatchObject({
      jsonata: { states: 6, typed: 6 },
      jsonpath: { states: 0, typed: 0 },
    })
    const { states, jsonata, jsonpath } = imported("legacy").report
    expect({ jsonata, jsonpath }).toEqual({ jsonata: { states: 1, typed: 1 }, jsonpath: { states: 3, typed: 1 } })
    expect(states.map(({ state, embedded }) => [state, embedded?.reason])).toEqual([
      ["Pause", undefined],
      ["Name", "LANGUAGE"],
      ["Keep", "LANGUAGE"],
      ["Post", undefined],
    ])
  })

  it("keeps the names of the steps that were renamed", () => {
    const { states } = imported("report-job").report
    expect(states.find(({ state }) => state === "Wait a little")).toMatchObject({ step: "Wait-a-little" })
    expect(states.find(({ state }) => state === "Ask")).not.toHaveProperty("step")
  })
})
