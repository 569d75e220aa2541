import { expect, it } from "vitest"
import { z } from "zod"

import * as whole from "../index.ts"
import * as light from "./index.ts"

it("exports the names of the whole entry", () => {
  expect(Object.keys(light).toSorted()).toEqual(Object.keys(whole).toSorted())
})

it("takes what is meant for handlers from the same modules", () => {
  const { TaskError, keyedEffects, memoryEffects, secret, DefinitionError } = whole
  expect(light).toMatchObject({ TaskError, keyedEffects, memoryEffects, secret, DefinitionError })
})

it("carries a task's name, schemas and handler", () => {
  const options = { input: z.object({ a: z.string() }), output: z.int(), handler: () => 1 }
  const [carried, traced] = [light.task("charge", options), whole.task("charge", options)]
  for (const name of ["kind", "name", "input", "output", "handler"] as const) expect(carried[name]).toBe(traced[name])
  const handled = light.handle(carried, options.handler)
  expect(handled).toEqual({ task: carried, handler: options.handler })
})

it("lets modules that define workflows load, and refuses expressions as values", () => {
  const carried = light.workflow("order")
  expect(carried).toEqual({ kind: "workflow", name: "order" })
  const { id } = light.execution as unknown as { readonly id: string } // as authors see it
  expect(() => `of ${id}`).toThrow(/An expression was used as a value/)
  const compared = light.eq as unknown as (a: unknown, b: unknown) => unknown // likewise
  expect(() => JSON.stringify({ same: compared(1, 1) })).toThrow(/An expression was used as a value/)
})
