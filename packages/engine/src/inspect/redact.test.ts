import { describe, expect, it } from "vitest"
import { z } from "zod"

import type { JsonObject } from "../asl/json.ts"
import { isSecretAt, redact } from "./redact.ts"

interface Tree {
  readonly pin: string
  readonly inner?: Tree | undefined
}
const Tree: z.ZodType<Tree> = z.object({
  pin: z.string().meta({ secret: true }),
  get inner() {
    return z.optional(Tree)
  },
})
const secret = <S extends z.ZodType>(schema: S): S => schema.meta({ secret: true })
const schema = z.toJSONSchema(
  z.object({
    name: z.string(),
    card: secret(z.object({ number: z.string() })).optional(),
    keys: z.array(secret(z.string())),
    by: z.record(z.string(), z.object({ token: secret(z.string()), n: z.int() })),
    way: z.union([z.object({ iban: secret(z.string()) }), z.object({ cash: z.boolean() })]),
    pair: z.tuple([z.string(), secret(z.string())]),
    tree: Tree,
  }),
) as JsonObject // JSON by definition

describe("redact", () => {
  it("hides what is marked, wherever it stands, and nothing else", () => {
    const value = {
      name: "Ada",
      card: { number: "4111" },
      keys: ["k1", "k2"],
      by: { a: { token: "t1", n: 1 } },
      way: { iban: "DE00" },
      pair: ["open", "shut"],
      tree: { pin: "1", inner: { pin: "2", inner: { pin: "3" } } },
    }
    expect(redact(value, schema)).toEqual({
      name: "Ada",
      card: "[secret]",
      keys: ["[secret]", "[secret]"],
      by: { a: { token: "[secret]", n: 1 } },
      way: { iban: "[secret]" },
      pair: ["open", "[secret]"],
      tree: { pin: "[secret]", inner: { pin: "[secret]", inner: { pin: "[secret]" } } },
    })
    expect(value.card.number).toBe("4111")
  })

  it.each([
    [["name"], false],
    [["card"], true],
    [["card", "number"], true],
    [["keys", 1], true],
    [["by", "x", "token"], true],
    [["by", "x", "n"], false],
    [["pair", 1], true],
    [["nobody"], false],
    [[], false],
  ])("knows whether what stands at %j is secret: %s", (path, expected) => {
    expect(isSecretAt(schema, path)).toBe(expected)
  })
})
