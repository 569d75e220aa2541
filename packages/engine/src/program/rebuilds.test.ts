import { expect, test } from "vitest"
import { z } from "zod"

import { rebuilds } from "./rebuilds.ts"

const Item = z.object({ sku: z.string().min(1), tags: z.array(z.enum(["a", "b"])).optional() })

interface Tree {
  readonly children?: readonly Tree[] | undefined
}
const Tree: z.ZodType<Tree> = z.object({
  get children() {
    return z.array(Tree).optional()
  },
})

const built: readonly (readonly [z.ZodType, unknown])[] = [
  [Item, { sku: "x", tags: ["a"] }],
  [z.array(z.nullable(Item)), [{ sku: "x" }, null]],
  [z.object({ inner: z.object({ at: z.iso.datetime() }) }), { inner: { at: "2026-01-01T00:00:00Z" } }],
  [Tree, { children: [{ children: [] }, {}] }],
]

test.each(built)("what these schemas answer shares nothing with what they were given", (schema, value) => {
  expect(rebuilds(schema)).toBe(true)
  const parsed = schema.parse(value)
  expect(parsed).toEqual(value)
  expect(objectsOf(parsed).filter((object) => objectsOf(value).includes(object))).toEqual([])
})

test.each([
  z.unknown(),
  z.object({ any: z.any() }),
  z.looseObject({ sku: z.string() }),
  z.array(z.json()),
  z.record(z.string(), z.unknown()),
  z.custom<object>(() => true),
])("others may hand on what they were given", (schema) => {
  expect(rebuilds(schema)).toBe(false)
})

function objectsOf(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return []
  return [value, ...Object.values(value).flatMap(objectsOf)]
}
