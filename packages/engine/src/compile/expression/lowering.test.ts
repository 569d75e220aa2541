import type { Expression, Json, Origin, Shape } from "@stepwright/dsl"
import { describe, expect, it } from "vitest"

import { InvariantError } from "../../errors.ts"
import { evaluateExpression } from "./direct/evaluate.ts"
import { meant, moment, ours, someUuid, theirs, type Variables } from "./direct/outcome.ts"
import { topLevelReferences } from "./direct/top-level.ts"
import { guarded, lowerCondition, lowerExpression, type Resolve } from "./index.ts"

const order: Shape = {
  type: "object",
  fields: {
    id: { type: "string" },
    "odd name": { type: "number" },
    "it's": { type: "number" },
    "`": { type: "number" },
    "0": { type: "number" },
    and: { type: "number" },
    note: { type: "string", optional: true },
    items: {
      type: "array",
      items: {
        type: "object",
        fields: {
          sku: { type: "string" },
          sizes: { type: "array", items: { type: "array", items: { type: "number" } } },
        },
      },
    },
    any: { type: "unknown" },
    list: { type: "array", nullable: true, items: { type: "number" } },
  },
}
const shapeOf = (of: Origin): Shape | undefined => (of.from === "step" ? order : undefined)
const resolve: Resolve = Object.assign(() => "$order", { shapeOf })
const at = (...path: readonly (string | number)[]): Expression => ({
  kind: "reference",
  of: { from: "step", step: "order" },
  path,
  shape: { type: "unknown" },
})
const call = (fn: string, ...args: readonly Expression[]): Expression => ({
  kind: "call",
  fn,
  args,
  shape: { type: "unknown" },
})
const literal = (value: Json): Expression => ({ kind: "literal", value })
const jsonata = (source: string, captures: Readonly<Record<string, Expression>>): Expression => ({
  kind: "jsonata",
  source,
  captures,
  shape: { type: "unknown", optional: true },
})
const bare = (expression: Expression): string => lowerExpression(expression, resolve).bare ?? ""

async function agree(expression: Expression, variables: Variables, expected: string): Promise<void> {
  const text = bare(expression)
  const find = (of: Origin): Json | undefined => (of.from === "step" ? variables[of.step] : undefined)
  expect(
    meant(() => evaluateExpression(expression, { resolve: find, nowMs: moment, uuid: someUuid })),
    text,
  ).toBe(expected)
  expect(ours(text, variables), text).toBe(expected)
  expect(await theirs(text, variables), text).toBe(expected)
}

describe("a path", () => {
  it.each([
    [["id"], "$order.id"],
    [["odd name"], "$order.`odd name`"],
    [["it's"], '$order."it\'s"'],
    [["`"], "$order.'`'"],
    [[0], "$order.`0`"],
    [["and"], "$order.`and`"],
    [["items", 0, "sku"], "$order.items[0].sku"],
    [["items", -1, "sizes", 0, 1], "$order.items[-1].sizes[0][1]"],
    [["any", "b"], "$type($order.any) = 'object' ? $order.any.b"],
    [["any", 0], "$type($order.any) = 'array' ? $order.any[0] : $order.any.`0`"],
    [["list", 0], "$type($order.list) = 'array' ? $order.list[0]"],
  ] as const)("%j is %s", (path, text) => {
    expect(bare(at(...path))).toBe(text)
  })

  it("is total where it leads through required fields only", () => {
    expect(lowerExpression(at("id"), resolve)).toMatchObject({ total: true, shape: { type: "string" } })
    expect(lowerExpression(at("items", 0, "sku"), resolve)).toMatchObject({ total: false, throws: false })
  })

  it.each([
    [{ any: [{ b: 1 }, { b: 2 }] }, ["any", "b"], "absent"],
    [{ any: { "0": "x" } }, ["any", 0], '"x"'],
    [{ any: "text" }, ["any", 0], "absent"],
    [{ list: null }, ["list", 0], "absent"],
    [{ items: [{ sizes: [[1]] }] }, ["items", 0, "sizes"], "[[1]]"],
    [{ items: [{ sizes: [[1]] }] }, ["items", -1, "sizes", 0], "[1]"],
    [{ items: [] }, ["items", -1, "sizes", 0], "absent"],
  ] as const)("over %j, %j comes to %s", async (value, path, expected) => {
    await agree(at(...path), { order: value }, expected)
  })

  it("finds own fields only", () => {
    const field = call("lookup", at(), literal("toString"))
    expect(ours(bare(field), { order: {} })).toBe("absent")
    expect(ours("$order.__proto__", { order: {} })).toBe("absent")
  })

  it("is taken as it is written where only its end is known", () => {
    const reference: Expression = {
      kind: "reference",
      of: { from: "input" },
      path: ["a", 0, "b"],
      shape: { type: "string", optional: true },
    }
    expect(lowerExpression(reference, () => "$states.input")).toMatchObject({
      bare: "$states.input.a[0].b",
      total: false,
    })
    expect(lowerExpression({ ...reference, path: ["a"], shape: { type: "string" } }, () => "$boxes[0]")).toMatchObject({
      bare: "$boxes[0].a",
      total: true,
    })
    expect(lowerExpression({ ...reference, path: ["a"], shape: { type: "string" } }, () => "$f($x)").text).toBe(
      "($f($x)).a",
    )
  })
})

describe("the author's JSONata", () => {
  it("stands unchanged in a block that binds its captures", () => {
    expect(bare(jsonata("$sum($c0.price)  /* ; */", { c0: at("items") }))).toBe(
      "($c0 := $order.items; $sum($c0.price)  /* ; */)",
    )
  })

  it("gets its captures from outside, whatever they are called there", () => {
    const swapped: Resolve = (of) => (of.from === "step" && of.step === "a" ? "$c1" : "$c0")
    const reference = (step: string): Expression => ({
      kind: "reference",
      of: { from: "step", step },
      path: [],
      shape: { type: "number" },
    })
    const { text } = lowerExpression(jsonata("$c0 - $c1", { c0: reference("a"), c1: reference("b") }), swapped)
    expect(ours(text, { c0: 1, c1: 10 })).toBe("9")
  })

  it("cannot be made total", () => {
    const lowered = lowerExpression(jsonata("$string($c0)", { c0: at("id") }), resolve)
    expect(lowered.total).toBe(false)
    expect(guarded(lowered, "0").total).toBe(false)
  })
})

describe("names that the compiler binds", () => {
  it("do not hide the author's", () => {
    const item: Resolve = Object.assign(() => "$item", {
      shapeOf: (): Shape => ({ type: "array", items: { type: "number" } }),
    })
    const body: Expression = { kind: "function", parameters: ["p7"], body: call("count", at()) }
    expect(lowerExpression(call("map", at(), body), item).bare).toBe("[$map($item, function($item2){ $count($item) })]")
  })
})

describe("lists", () => {
  const self: Expression = {
    kind: "reference",
    of: { from: "parameter", parameter: "p" },
    path: [],
    shape: { type: "unknown" },
  }
  const over = (fn: string, list: Expression, made: Expression): Expression =>
    call(fn, list, { kind: "function", parameters: ["p"], body: made })

  it("can be sorted and flattened where a function ends, which JSONata 2.0.6 itself cannot", async () => {
    await agree(
      over(
        "map",
        literal([[2, 1]]),
        call("sortBy", self, {
          kind: "function",
          parameters: ["q"],
          body: { ...self, of: { from: "parameter", parameter: "q" } } as Expression,
        }),
      ),
      {},
      "[[1,2]]",
    )
    await agree(over("map", literal([[[1], [2]]]), call("flatten", self)), {}, "[[1,2]]")
  })

  it.each([
    ["nothing", "$nothing", "[]"],
    ["one", "1", "[1]"],
    ["several", "[1, 2]", "[1,2]"],
    ["a list of one", "[[1]]", "[[1]]"],
  ])("of the author's JSONata are lists again: %s", async (_, source, expected) => {
    await agree(over("map", jsonata(source, {}), self), {}, expected)
  })
})

describe("a condition", () => {
  it("is what it was where that is a boolean, else a comparison with true", () => {
    expect(lowerCondition(call("exists", at("note")), resolve).text).toBe("$exists($order.note)")
    expect(lowerCondition(at("any"), resolve)).toMatchObject({ bare: "$order.any = true", total: true })
    expect(lowerCondition(call("gt", at("odd name"), literal(1)), resolve)).toMatchObject({
      bare: "$order.`odd name` > 1",
      total: true,
    })
  })
})

describe("guarded", () => {
  it("leaves what is total", () => {
    const lowered = lowerExpression(at("id"), resolve)
    expect(guarded(lowered, "''")).toBe(lowered)
  })

  it("asks whether it is there, or whether it can be computed", () => {
    expect(guarded(lowerExpression(at("note"), resolve), "'none'")).toMatchObject({
      bare: "$exists($order.note) ? $order.note : 'none'",
      total: true,
      shape: { type: "string" },
    })
    expect(guarded(lowerExpression(call("modulo", literal(1), at("odd name")), resolve), "0")).toMatchObject({
      bare: "$order.`odd name` != 0 ? (1 % $order.`odd name` + 0) : 0",
      total: true,
    })
  })

  it("knows what was lowered elsewhere by its text, totality and shape alone", () => {
    const optional: Shape = { type: "string", optional: true }
    expect(guarded({ text: "$x", total: false, shape: optional }, "''")).toMatchObject({
      bare: "$exists($x) ? $x : ''",
      total: true,
    })
    expect(guarded({ text: "$f()", total: false, shape: { type: "string" } }, "''").total).toBe(false)
  })
})

describe("constant operands", () => {
  it.each([
    [call("divide", at("odd name"), literal(2)), "$order.`odd name` / 2"],
    [call("modulo", at("odd name"), literal(-2)), "$order.`odd name` % -2"],
    [call("power", at("odd name"), literal(2)), "$power($order.`odd name`, 2)"],
    [call("replace", at("id"), literal("a"), literal("b")), "$replace($order.id, 'a', 'b')"],
    [call("range", literal(0), call("count", at("items"))), "[0..$count($order.items)]"],
    [call("fromMillis", call("add", call("millis"), literal(86_400_000))), "$fromMillis($millis() + 86400000)"],
    [call("joinText", literal(["a"]), literal("")), "$join(['a'])"],
    [call("ne", at("id"), literal("x")), "$order.id != 'x'"],
    [call("and"), "true"],
    [call("or"), "false"],
    [{ kind: "text", parts: ["no. ", at("odd name")] } satisfies Expression, "'no. ' & $order.`odd name`"],
    [{ kind: "text", parts: [] } satisfies Expression, "''"],
  ])("make %j total: %s", (expression, text) => {
    expect(lowerExpression(expression, resolve)).toMatchObject({ bare: text, total: true })
  })

  it("of a pattern that cannot run in linear time leave it partial", () => {
    expect(lowerExpression(call("matches", at("id"), literal("(?=a)"), literal("")), resolve)).toMatchObject({
      total: false,
      throws: true,
    })
  })
})

it("halves long chains, so that they nest less deeply than JSONata allows", () => {
  const { text } = lowerExpression({ kind: "text", parts: Array.from({ length: 1000 }, () => at("id")) }, resolve)
  expect(ours(text, { order: { id: "a" } })).toBe(JSON.stringify("a".repeat(1000)))
  expect(topLevelReferences(text)).toEqual([])
  expect(topLevelReferences("$x[price > 1].name & phone & $")).toEqual(["phone", ""])
})

it("refuses a tree that the language cannot make", () => {
  expect(() => lowerExpression(call("nonsense"), resolve)).toThrow(InvariantError)
  expect(() => lowerExpression(call("add", literal(1)), resolve)).toThrow(InvariantError)
  expect(() => lowerExpression(call("map", literal([]), literal(1)), resolve)).toThrow(InvariantError)
})
