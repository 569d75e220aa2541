import type { Expression, Json, Origin, Shape } from "@stepwright/dsl"
import { type Arbitrary, array, assert, constantFrom, dictionary, letrec, oneof, property } from "fast-check"
import { describe, expect, it } from "vitest"

import type { Json as Value } from "../../asl/json.ts"
import { compileJsonataTemplate } from "../../query/jsonata/template.ts"
import { payload, type Resolve } from "./index.ts"

const input: Shape = {
  type: "object",
  fields: {
    id: { type: "string" },
    note: { type: "string", optional: true },
    tags: { type: "array", items: { type: "string" } },
  },
}
const resolve: Resolve = Object.assign(() => "$states.input", {
  shapeOf: ({ from }: Origin) => (from === "input" ? input : undefined),
  placeholder: (name: string) => `\${${name}}`,
})
const at = (...path: readonly string[]): Expression => ({
  kind: "reference",
  of: { from: "input" },
  path,
  shape: { type: "unknown" },
})
const literal = (value: Json): Expression => ({ kind: "literal", value })
const object = (fields: Readonly<Record<string, Expression>>): Expression => ({
  kind: "object",
  fields: Object.entries(fields).map(([key, value]) => ({ key, value })),
})

function evaluated(template: Json, given: Value): Value {
  return compileJsonataTemplate(
    template,
    "Output",
  )({
    input: given,
    result: undefined,
    errorOutput: undefined,
    context: () => ({}),
    variable: () => undefined,
    nowMs: 0,
    seed: "seed",
  })
}

describe("payload", () => {
  it("is JSON with expressions for leaves where every field is there", () => {
    const expression = object({
      a: at("id"),
      b: object({ c: literal(1), d: { kind: "array", items: [at("tags"), literal("x")] } }),
    })
    expect(payload(expression, resolve)).toEqual({
      a: "{% $states.input.id %}",
      b: { c: 1, d: ["{% $states.input.tags %}", "x"] },
    })
  })

  it("is one expression where a field may be absent, so that the field is dropped", () => {
    const template = payload(object({ kept: literal(1), inner: object({ id: at("id"), note: at("note") }) }), resolve)
    expect(template).toEqual({ kept: 1, inner: "{% {'id': $states.input.id, 'note': $states.input.note} %}" })
    expect(evaluated(template, { id: "x", tags: [] })).toEqual({ kept: 1, inner: { id: "x" } })
  })

  it("holds null for an absent item", () => {
    const template = payload({ kind: "array", items: [at("note"), at("tags")] }, resolve)
    expect(evaluated(template, { id: "x", tags: ["a"] })).toEqual([null, ["a"]])
    expect(evaluated(template, { id: "x", note: "n", tags: [] })).toEqual(["n", []])
  })

  it("lets a resource stand as its placeholder, and nothing else", () => {
    const resource: Expression = {
      kind: "reference",
      of: { from: "resource", resource: "Orders" },
      path: [],
      shape: { type: "string" },
    }
    expect(payload(object({ TableName: resource, Text: literal("${Orders}") }), resolve)).toEqual({
      TableName: "${Orders}",
      Text: "{% '\\u0024{Orders}' %}",
    })
  })

  it("writes author's text that a tool would interpret as an expression that yields it", () => {
    expect(payload(literal("{% $states.input %}"), resolve)).toBe("{% '{\\u0025 $states.input \\u0025}' %}")
    expect(payload(literal('it\'s ${A} "b"'), resolve)).toBe('{% "it\'s \\u0024{A} \\"b\\"" %}')
    expect(payload(object({ "${A}": at("id") }), resolve)).toBe("{% {'\\u0024{A}': $states.input.id} %}")
    expect(payload(literal({ a: ["{%%}", 1], b: "$" }), resolve)).toEqual({
      a: ["{% '{\\u0025\\u0025}' %}", 1],
      b: "$",
    })
  })

  it("brings any literal through unchanged, with nothing in it to substitute", () => {
    const seed =
      process.env["STEPWRIGHT_SEED"] === undefined ? Date.now() % 2 ** 31 : Number(process.env["STEPWRIGHT_SEED"])
    const piece = constantFrom(
      "${",
      "}",
      "{%",
      "%}",
      "'",
      '"',
      "\\",
      "\n",
      "$",
      "`",
      "\u2028",
      "\ud800",
      "😀",
      "a",
      " ",
      "%",
      "{",
    )
    const text = array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""))
    const { json } = letrec<{ json: Json }>((tie) => ({
      json: oneof<[Arbitrary<Json>, Arbitrary<Json>, Arbitrary<Json>, Arbitrary<Json>]>(
        { maxDepth: 3, depthIdentifier: "json" },
        constantFrom<Json>(null, true, 0, -1.5, 1e21),
        text,
        array(tie("json"), { maxLength: 3 }),
        dictionary(text, tie("json"), { maxKeys: 3 }),
      ),
    }))
    assert(
      property(json, (value) => {
        const template = payload(literal(value), resolve)
        expect(JSON.stringify(template), `STEPWRIGHT_SEED=${seed}`).not.toContain("${")
        expect(evaluated(template, null)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed, numRuns: 300 },
    )
  })
})
