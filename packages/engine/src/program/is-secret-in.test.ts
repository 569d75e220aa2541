import { secret } from "@stepwright/dsl"
import { expect, it } from "vitest"
import { z } from "zod"

import { isSecretAt } from "../inspect/redact.ts"
import type { JsonObject } from "../asl/json.ts"
import { isSecretIn } from "./is-secret-in.ts"

const text = secret(z.string())
const kind = { card: z.literal("card"), wire: z.literal("wire") }

it.each<[z.ZodType, readonly PropertyKey[], boolean]>([
  [text, [], true],
  [text.optional(), [], true],
  [z.object({ a: text, b: z.string() }), ["a"], true],
  [z.object({ a: text, b: z.string() }), ["b"], false],
  [z.object({ a: text, b: z.string() }), [], false],
  [z.object({ a: secret(z.object({ b: z.int() })) }), ["a", "b"], true],
  [z.array(z.object({ a: text })), [3, "a"], true],
  [z.tuple([z.string(), text]), [1], true],
  [z.tuple([z.string()], text), [4], true],
  [z.record(z.string(), text), ["x"], true],
  [z.object({}).catchall(text), ["x"], true],
  [z.union([z.string(), text]), [], true],
  [z.discriminatedUnion("kind", [z.object({ kind: kind.card, a: text }), z.object({ kind: kind.wire })]), ["a"], true],
  [z.intersection(z.object({ a: text }), z.object({ b: z.int() })), ["a"], true],
  [z.object({ a: text.nullable().default("x") }), ["a"], true],
  [z.object({ a: text }).readonly(), ["a"], true],
  [z.lazy(() => z.object({ a: text })), ["a"], true],
  [z.object({ a: z.string().meta({ secret: false }) }), ["a"], false],
])("finds what is secret as the JSON Schema says it (%#)", (schema, path, expected) => {
  expect(isSecretIn(schema, path)).toBe(expected)
  const json = z.toJSONSchema(schema, { io: "input" }) as JsonObject // JSON by definition
  expect(isSecretAt(json, path)).toBe(expected)
})

it("knows what a transform is given", () => {
  expect(isSecretIn(z.object({ a: text.transform((a) => a.length) }), ["a"])).toBe(true)
})
