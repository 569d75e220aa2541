import type { Json, JsonObject, StateMachineDefinition } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { importDefinition } from "@stepwright/engine/import"
import * as fc from "fast-check"
import { afterAll, expect, it } from "vitest"

import { Sources } from "./load-source.ts"
import { runMachine } from "./run-machine.ts"

const sources = new Sources("path-choice")
afterAll(() => sources.remove())

function choosing(rule: JsonObject): StateMachineDefinition {
  const definition: JsonObject = {
    StartAt: "Which",
    States: {
      Which: { Type: "Choice", Choices: [{ ...rule, Next: "There" }], Default: "Not there" },
      There: { Type: "Pass", Result: "there", End: true },
      "Not there": { Type: "Pass", Result: "not there", End: true },
    },
  }
  return definition as unknown as StateMachineDefinition // it is one
}

const present = (path: string, IsPresent = true): JsonObject => ({ Variable: path, IsPresent })
const rules: readonly JsonObject[] = [
  present("$"),
  present("$.a"),
  present("$.a.in"),
  present("$.a.in.null", false),
  { And: [present("$.a"), { Not: present("$.b") }] },
  { Or: [{ And: [present("$.a.a"), present("$.b")] }, present("$.in", false)] },
]

const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(null, 0, "", false, [], {}),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b", "in", "null"), tie("value"), { maxKeys: 3 }),
  ),
})).value

it.each(rules)("a Choice that only asks what is there becomes a step: %j", async (rule) => {
  const definition = choosing(rule)
  const { source, exported, report } = importDefinition(definition, { name: "choosing" })
  expect(report.jsonpath).toEqual({ states: 3, typed: 3 })
  const { plan } = compile((await sources.load(source, exported)).tree)
  const world = (): never => {
    throw new Error("nothing is asked")
  }
  fc.assert(
    fc.property(value, (input) => {
      expect(runMachine(plan.definition, input, world)).toEqual(runMachine(definition, input, world))
    }),
    { numRuns: 300 },
  )
})

it("one that compares is embedded: of what is not there it fails as no step can", () => {
  const { report } = importDefinition(choosing({ Variable: "$.a", NumericEquals: 1 }), { name: "choosing" })
  expect(report.jsonpath).toEqual({ states: 3, typed: 0 })
  const assigning = choosing({ ...present("$.a"), Assign: { x: 1 } })
  expect(importDefinition(assigning, { name: "choosing" }).report.jsonpath.typed).toBe(0)
})
