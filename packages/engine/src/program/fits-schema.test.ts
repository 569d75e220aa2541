import { describe, expect, it } from "vitest"
import { z } from "zod"

import type { JsonObject } from "../asl/json.ts"
import { fitsSchema } from "./fits-schema.ts"

const input = (schema: z.ZodType): JsonObject => z.toJSONSchema(schema, { io: "input" }) as JsonObject // JSON by definition
const fits = (narrow: z.ZodType, wide: z.ZodType): boolean => fitsSchema(input(narrow), input(wide))

describe("a schema fits another", () => {
  const order = z.object({ id: z.string(), amount: z.number() })

  it.each<[string, z.ZodType, z.ZodType]>([
    ["the same", order, order],
    ["another wording", order, order.meta({ description: "an order" })],
    ["an optional field more", order, order.extend({ note: z.string().optional() })],
    ["a field that is not asked for any more", order, z.object({ id: z.string() })],
    ["a field that is no longer required", order, z.object({ id: z.string(), amount: z.number().optional() })],
    ["wider bounds", z.number().min(1).max(5), z.number().min(0).max(10)],
    ["an integer where numbers are taken", z.int(), z.number().min(-1e300)],
    ["more members", z.enum(["a", "b"]), z.enum(["a", "b", "c"])],
    ["one of a union", z.string(), z.union([z.string(), z.number()])],
    ["a literal where its like is taken", z.literal("a"), z.enum(["a", "b"])],
    ["anything", order, z.unknown()],
    ["deep inside", z.object({ list: z.array(order) }), z.object({ list: z.array(order.partial()) })],
    ["a record", z.record(z.string(), z.int()), z.record(z.string(), z.number().min(-1e300))],
  ])("%s", (_, narrow, wide) => expect(fits(narrow, wide)).toBe(true))

  it.each<[string, z.ZodType, z.ZodType]>([
    ["a required field more", order, order.extend({ note: z.string() })],
    ["a field of another type", order, z.object({ id: z.number(), amount: z.number() })],
    ["narrower bounds", z.number().min(0), z.number().min(1)],
    ["fewer members", z.enum(["a", "b"]), z.enum(["a"])],
    ["any text where some are taken", z.string(), z.enum(["a"])],
    ["a union where one is taken", z.union([z.string(), z.number()]), z.string()],
    ["a pattern more", z.string(), z.string().regex(/^a/)],
    ["a field that is refused", order, z.strictObject({ id: z.string() })],
    ["anything where something is asked for", z.unknown(), order],
    ["null where none is taken", z.string().nullable(), z.string()],
    ["a record of others", z.record(z.string(), z.string()), z.record(z.string(), z.number())],
  ])("but not %s", (_, narrow, wide) => expect(fits(narrow, wide)).toBe(false))
})
