import { describe, expect, it } from "vitest"
import { z } from "zod"

import type { Shape } from "../index.ts"
import { joinShapes } from "./join-shapes.ts"
import { changesValues, fieldShape, schemaData } from "./shape.ts"

const Tree = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree)
  },
})

describe("a schema's shape", () => {
  it.each<[string, z.ZodType, object]>([
    ["text", z.string().max(5), { type: "string", maxLength: 5 }],
    ["a number", z.number(), { type: "number" }],
    ["an integer", z.int(), { type: "integer" }],
    ["a boolean", z.boolean(), { type: "boolean" }],
    ["null", z.null(), { type: "null" }],
    ["anything", z.unknown(), { type: "unknown" }],
    ["an enum", z.enum(["a", "b"]), { type: "string", values: ["a", "b"] }],
    ["a literal", z.literal(3), { type: "number", values: [3] }],
    ["nullable text", z.string().nullable(), { type: "string", nullable: true }],
    ["a bounded list", z.array(z.boolean()).max(3), { type: "array", items: { type: "boolean" }, maxLength: 3 }],
    ["a tuple", z.tuple([z.string(), z.string()]), { type: "array", items: { type: "string" } }],
    [
      "an object",
      z.object({ a: z.string(), b: z.number().optional() }),
      { type: "object", fields: { a: { type: "string" }, b: { type: "number", optional: true } } },
    ],
    ["a record", z.record(z.string(), z.number()), { type: "object", rest: { type: "number" } }],
    [
      "an intersection",
      z.object({ a: z.string() }).and(z.object({ b: z.number() })),
      { type: "object", fields: { a: { type: "string" }, b: { type: "number" } } },
    ],
    ["texts by union", z.union([z.literal("a"), z.literal("b")]), { type: "string", values: ["a", "b"] }],
    [
      "unions of unions",
      z.union([z.string(), z.union([z.boolean(), z.null()])]),
      { type: "union", anyOf: [{ type: "string" }, { type: "boolean" }], nullable: true },
    ],
    ["an intersection with something else", z.object({ a: z.string() }).and(z.string()), { type: "unknown" }],
    ["a union", z.union([z.string(), z.number()]), { type: "union", anyOf: [{ type: "string" }, { type: "number" }] }],
    [
      "a recursive schema, as far as it can be said",
      Tree,
      { type: "object", fields: { name: { type: "string" }, children: { type: "array", items: { type: "unknown" } } } },
    ],
  ])("of %s", (_, schema, shape) => {
    expect(schemaData(schema, "output").shape).toMatchObject(shape)
  })

  it("differs between what a schema takes and what it gives", () => {
    const schema = z.object({ a: z.string().default("x") })
    expect(schemaData(schema, "input").shape.fields?.["a"]).toMatchObject({ optional: true })
    expect(schemaData(schema, "output").shape.fields?.["a"]).toEqual({ type: "string" })
  })
})

describe("a field's shape", () => {
  const order: Shape = {
    type: "object",
    fields: {
      id: { type: "string" },
      gift: { type: "object", optional: true, fields: { text: { type: "string" } } },
      parent: { type: "object", nullable: true, fields: { id: { type: "string" } } },
      list: { type: "array", items: { type: "number" } },
    },
    rest: { type: "boolean" },
  }
  const at = (...path: readonly (string | number)[]): Shape => path.reduce(fieldShape, order)

  it.each<[string, readonly (string | number)[], object]>([
    ["a declared field", ["id"], { type: "string" }],
    ["a field of something optional", ["gift", "text"], { type: "string", optional: true }],
    ["a field of something nullable", ["parent", "id"], { type: "string", optional: true }],
    ["an item of a list", ["list", 0], { type: "number", optional: true }],
    ["any other field", ["x"], { type: "boolean", optional: true }],
    ["a field of text", ["id", "x"], { type: "unknown", optional: true }],
  ])("%s", (_, path, shape) => {
    expect(at(...path)).toEqual(shape)
  })

  it("of a union is what its members say", () => {
    const union: Shape = {
      type: "union",
      anyOf: [
        { type: "object", fields: { kind: { type: "string", values: ["a"] }, x: { type: "number" } } },
        { type: "object", fields: { kind: { type: "string", values: ["b"] } } },
      ],
    }
    expect(fieldShape(union, "kind")).toEqual({ type: "string", values: ["a", "b"] })
    expect(fieldShape(union, "x")).toEqual({ type: "unknown", optional: true })
  })
})

describe("joined shapes", () => {
  it.each<[string, readonly Shape[], Shape | undefined]>([
    ["nothing", [], undefined],
    ["one", [{ type: "string" }], { type: "string" }],
    ["the same twice", [{ type: "string" }, { type: "string" }], { type: "string" }],
    ["integers and numbers", [{ type: "integer" }, { type: "number" }], { type: "number" }],
    [
      "values and values",
      [
        { type: "string", values: ["a"], maxLength: 1 },
        { type: "string", values: ["bc"], maxLength: 2 },
      ],
      { type: "string", values: ["a", "bc"], maxLength: 2 },
    ],
    ["values and any", [{ type: "string", values: ["a"] }, { type: "string" }], { type: "string" }],
    [
      "more values than an enumeration has",
      Array.from({ length: 65 }, (_, value) => ({ type: "integer" as const, values: [value] })),
      { type: "integer" },
    ],
    ["null and text", [{ type: "null" }, { type: "string" }], { type: "string", nullable: true }],
    ["null", [{ type: "null" }, { type: "null" }], { type: "null" }],
    ["optional and not", [{ type: "string", optional: true }, { type: "string" }], { type: "string", optional: true }],
    ["unknown and text", [{ type: "unknown" }, { type: "string" }], { type: "unknown" }],
    [
      "different",
      [{ type: "string" }, { type: "number" }],
      { type: "union", anyOf: [{ type: "string" }, { type: "number" }] },
    ],
  ])("%s", (_, shapes, joined) => {
    expect(joinShapes(shapes)).toEqual(joined)
  })
})

describe("a schema that changes values", () => {
  it.each<[string, z.ZodType]>([
    ["transforms", z.string().transform((text) => text.length)],
    ["has a default", z.object({ a: z.string().default("x") })],
    ["coerces", z.coerce.number()],
    ["catches", z.string().catch("x")],
    ["is a date", z.date()],
    ["has a date inside", z.array(z.object({ at: z.date() }))],
    ["trims", z.string().trim()],
    ["lower-cases", z.string().toLowerCase()],
    ["is a big integer", z.bigint()],
    ["is a map", z.map(z.string(), z.number())],
  ])("%s", (_, schema) => {
    expect(changesValues(schema)).toBe(true)
  })

  it.each<[string, z.ZodType]>([
    ["an object", z.object({ a: z.string().min(1), b: z.int().optional() })],
    ["a union", z.discriminatedUnion("k", [z.object({ k: z.literal("a") }), z.object({ k: z.literal("b") })])],
    ["a record", z.record(z.string(), z.unknown())],
    ["a refined text", z.string().refine((text) => text !== "x")],
    ["an instant as text", z.iso.datetime()],
    ["a recursive schema", Tree],
    ["anything", z.unknown()],
  ])("%s does not", (_, schema) => {
    expect(changesValues(schema)).toBe(false)
  })
})
