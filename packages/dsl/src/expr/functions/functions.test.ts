import { describe, expect, it } from "vitest"
import { z } from "zod"

import * as dsl from "../../index.ts"
import { type Expr, type Expression, functionNames, workflow } from "../../index.ts"
import { expressionOf, shapeOf } from "../expr.ts"
import { referencesIn } from "../lift.ts"

const Input = z.object({
  id: z.string(),
  note: z.string().optional(),
  n: z.number(),
  count: z.int(),
  list: z.array(z.object({ sku: z.string(), price: z.number(), gift: z.boolean().optional() })),
  lists: z.array(z.array(z.number())),
  stock: z.record(z.string(), z.number()),
  size: z.object({ a: z.number(), b: z.number().optional() }),
  maybe: z.string().nullable(),
})
type Input = z.infer<typeof Input>

/** The expression that a function of the DSL makes. */
function expressionIn(make: (input: Expr<Input>) => unknown): Expression {
  let made: Expression | undefined
  workflow("w", { input: Input }, (_, input) => {
    made = expressionOf(make(input))
  })
  if (made === undefined) throw new Error("that made no expression")
  return made
}

const cases: Readonly<Record<string, readonly [(input: Expr<Input>) => unknown, object]>> = {
  eq: [(i) => dsl.eq(i.note, "x"), { type: "boolean" }],
  ne: [(i) => dsl.ne(i.maybe, null), { type: "boolean" }],
  gt: [(i) => dsl.gt(i.n, 1), { type: "boolean" }],
  gte: [(i) => dsl.gte(i.n, i.count), { type: "boolean" }],
  lt: [(i) => dsl.lt(i.id, "m"), { type: "boolean" }],
  lte: [(i) => dsl.lte(i.n, 1), { type: "boolean" }],
  and: [(i) => dsl.and(dsl.eq(i.id, "x"), true), { type: "boolean" }],
  or: [(i) => dsl.or(dsl.eq(i.id, "x"), false), { type: "boolean" }],
  not: [(i) => dsl.not(dsl.eq(i.id, "x")), { type: "boolean" }],
  exists: [(i) => dsl.exists(i.note), { type: "boolean" }],
  coalesce: [(i) => dsl.coalesce(i.note, "none"), { type: "string" }],
  choose: [(i) => dsl.choose(dsl.eq(i.id, "x"), i.n, "no"), { type: "union" }],
  add: [(i) => dsl.add(i.n, 1), { type: "number" }],
  subtract: [(i) => dsl.subtract(i.n, 1), { type: "number" }],
  multiply: [(i) => dsl.multiply(i.n, 2), { type: "number" }],
  divide: [(i) => dsl.divide(i.n, 2), { type: "number" }],
  modulo: [(i) => dsl.modulo(i.n, 2), { type: "number" }],
  power: [(i) => dsl.power(i.n, 2), { type: "number" }],
  abs: [(i) => dsl.abs(i.n), { type: "number" }],
  floor: [(i) => dsl.floor(i.n), { type: "integer" }],
  ceil: [(i) => dsl.ceil(i.n), { type: "integer" }],
  round: [(i) => dsl.round(i.n, 2), { type: "number" }],
  sum: [(i) => dsl.sum(dsl.pluck(i.list, "price")), { type: "number" }],
  min: [(i) => dsl.min([i.n, 1]), { type: "number", optional: true }],
  max: [(i) => dsl.max([i.n, 1]), { type: "number", optional: true }],
  upper: [(i) => dsl.upper(i.id), { type: "string" }],
  lower: [(i) => dsl.lower(i.id), { type: "string" }],
  trim: [(i) => dsl.trim(i.id), { type: "string" }],
  contains: [(i) => dsl.contains(i.id, "x"), { type: "boolean" }],
  startsWith: [(i) => dsl.startsWith(i.id, "x"), { type: "boolean" }],
  matches: [(i) => dsl.matches(i.id, /^a+$/i), { type: "boolean" }],
  substring: [(i) => dsl.substring(i.id, 1, 2), { type: "string" }],
  textLength: [(i) => dsl.textLength(i.id), { type: "integer" }],
  replace: [(i) => dsl.replace(i.id, "a", "b"), { type: "string" }],
  split: [(i) => dsl.split(i.id, ","), { type: "array", items: { type: "string" } }],
  joinText: [(i) => dsl.joinText([i.id, "x"], ","), { type: "string" }],
  toText: [(i) => dsl.toText(i.list), { type: "string" }],
  toNumber: [(i) => dsl.toNumber(i.id), { type: "number" }],
  parseJson: [(i) => dsl.parseJson(i.id), { type: "unknown" }],
  map: [(i) => dsl.map(i.list, (item) => item.sku), { type: "array", items: { type: "string" } }],
  filter: [(i) => dsl.filter(i.list, (item) => dsl.gt(item.price, 1)), { type: "array", items: { type: "object" } }],
  count: [(i) => dsl.count(i.list), { type: "integer" }],
  sortBy: [(i) => dsl.sortBy(i.list, (item) => item.price), { type: "array", items: { type: "object" } }],
  reverse: [(i) => dsl.reverse(i.list), { type: "array" }],
  at: [(i) => dsl.at(i.list, -1), { type: "object", optional: true }],
  append: [(i) => dsl.append(dsl.pluck(i.list, "sku"), [i.id]), { type: "array", items: { type: "string" } }],
  flatten: [(i) => dsl.flatten(i.lists), { type: "array", items: { type: "number" } }],
  distinct: [(i) => dsl.distinct(dsl.pluck(i.list, "sku")), { type: "array", items: { type: "string" } }],
  includes: [(i) => dsl.includes([i.id, "x"], "y"), { type: "boolean" }],
  range: [(i) => dsl.range(1, i.count), { type: "array", items: { type: "integer" } }],
  merge: [
    (i) => dsl.merge(i.size, { b: "x" }),
    { type: "object", fields: { a: { type: "number" }, b: { type: "string" } } },
  ],
  keys: [(i) => dsl.keys(i.stock), { type: "array", items: { type: "string" } }],
  lookup: [(i) => dsl.lookup(i.stock, i.id), { type: "number", optional: true }],
  fromEntries: [(i) => dsl.fromEntries(dsl.entries(i.stock)), { type: "object", rest: { type: "number" } }],
  now: [() => dsl.now(), { type: "string" }],
  millis: [() => dsl.millis(), { type: "integer" }],
  toMillis: [(i) => dsl.toMillis(i.id), { type: "integer" }],
  fromMillis: [(i) => dsl.fromMillis(i.n), { type: "string" }],
  uuid: [() => dsl.uuid(), { type: "string" }],
  field: [(i) => dsl.at(i.list, 0).sku, { type: "string", optional: true }],
}

describe("expression functions", () => {
  it.each(Object.entries(cases))("%s", (fn, [make, shape]) => {
    const expression = expressionIn(make)
    expect(expression).toMatchObject({ kind: "call", fn })
    expect(shapeOf(expression)).toMatchObject(shape)
  })

  it("are all listed", () => {
    expect(Object.keys(cases).toSorted()).toEqual([...functionNames].toSorted())
  })

  it.each<[string, (input: Expr<Input>) => unknown, string]>([
    ["first", (i) => dsl.first(i.list), "at"],
    ["last", (i) => dsl.last(i.list), "at"],
    ["find", (i) => dsl.find(i.list, (item) => dsl.eq(item.sku, "a")), "at"],
    ["some", (i) => dsl.some(i.list, (item) => dsl.eq(item.sku, "a")), "gt"],
    ["every", (i) => dsl.every(i.list, (item) => dsl.eq(item.sku, "a")), "eq"],
    ["slice", (i) => dsl.slice(i.list, 1, 3), "filter"],
    ["sort", (i) => dsl.sort(dsl.pluck(i.list, "sku")), "sortBy"],
    ["pluck", (i) => dsl.pluck(i.list, "sku"), "map"],
    ["values", (i) => dsl.values(i.stock), "map"],
    ["entries", (i) => dsl.entries(i.stock), "map"],
  ])("%s is made of others", (_, make, fn) => {
    expect(expressionIn(make)).toMatchObject({ kind: "call", fn })
  })

  it("keep positions: an item that may come to nothing is nullable", () => {
    const shape = shapeOf(expressionIn((i) => dsl.map(i.list, (item) => item.gift)))
    expect(shape).toEqual({ type: "array", items: { type: "boolean", nullable: true } })
  })

  it("an optional field of the right leaves the left's value when merged", () => {
    const { fields } = shapeOf(expressionIn((i) => dsl.merge({ a: "x", b: "y" }, i.size)))
    expect(fields?.["b"]).toMatchObject({ type: "union" })
    expect(fields?.["b"]?.optional).toBeUndefined()
  })

  it("give parameters names by their place in the definition, so that definitions are equal", () => {
    const make = (i: Expr<Input>): unknown => dsl.map(i.list, (item) => dsl.map(i.lists, () => item.sku))
    const strip = (expression: Expression): string =>
      JSON.stringify(expression).replaceAll(/"(?:line|column)":\d+/g, "")
    expect(strip(expressionIn(make))).toBe(strip(expressionIn(make)))
    expect(referencesIn(expressionIn(make)).every(({ of }) => of.from === "input")).toBe(true)
  })
})

describe("text with values in it", () => {
  it("keeps texts and values in turn", () => {
    expect(expressionIn((i) => dsl.fmt`a ${i.id}${i.n} b`)).toMatchObject({
      kind: "text",
      parts: ["a ", { path: ["id"] }, { path: ["n"] }, " b"],
    })
  })
})

describe("values", () => {
  it("fields of an object under construction are found at once", () => {
    expect(expressionIn((i) => dsl.value({ a: i.id, b: { c: i.n } }).b.c)).toMatchObject({
      kind: "reference",
      path: ["n"],
    })
  })

  it("the execution can be asked for", () => {
    expect(expressionOf(dsl.execution.id)).toMatchObject({
      of: { from: "execution", field: "id" },
      shape: { type: "string" },
    })
  })
})

describe("jsonata", () => {
  it("captures run-time values under names that its text does not use", () => {
    expect(expressionIn((i) => dsl.jsonata`$sum(${i.list}.price)`)).toMatchObject({
      source: "$sum($c0.price)",
      captures: { c0: { path: ["list"] } },
    })
    expect(expressionIn((i) => dsl.jsonata`($c0 := 1; $c0 + ${i.n})`)).toMatchObject({
      source: "($c0 := 1; $c0 + $c_0)",
      captures: { c_0: { path: ["n"] } },
    })
  })

  it.each([
    "$map([1, 2], function($v, $i) { $v + $i })",
    "($x := 1; $f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f($x))",
    "[1, 2]#$i.{ 'at': $i }",
    "$.a@$b.{ 'b': $b }",
    "$states.context.Execution.Id & $uuid() & $hash('x', 'SHA-256') & $string($partition([1], 1)) & $string($range(1, 2, 1))",
    "$$.a ~> |b|{ 'c': 1 }|",
    "$contains('a', /a/i) and $exists($parse('{}'))",
    "`field name`.a.*.**[0]",
  ])("takes %s", (source) => {
    const texts = Object.assign([source], { raw: [source] })
    expect(expressionIn(() => dsl.jsonata(texts))).toMatchObject({ kind: "jsonata", source })
  })
})
