import {
  abs,
  add,
  and,
  append,
  at,
  choose,
  coalesce,
  contains,
  count,
  distinct,
  divide,
  entries,
  eq,
  every,
  exists,
  filter,
  find,
  flatten,
  fmt,
  fromEntries,
  gt,
  gte,
  includes,
  joinText,
  keys,
  lookup,
  lt,
  map,
  max,
  merge,
  min,
  multiply,
  ne,
  not,
  or,
  pluck,
  range,
  reverse,
  slice,
  some,
  sort,
  sortBy,
  split,
  subtract,
  sum,
  textLength,
  toText,
  upper,
  value as valueOf,
  values,
} from "@stepwright/dsl"

import { type Loose, type Scope, type Term, termsOf, type TermKind } from "./scope.ts"

/** What a form is written from. */
export interface Parts {
  readonly choice: number
  /** The next operand. */
  readonly term: (kind: TermKind) => Term
  /** The next operand, where more can be referred to. */
  readonly inside: (kind: TermKind, bound: Scope) => Term
  /** Numbers the parameters of functions. */
  readonly depth: number
}

/** Writes a value. */
export type Form = (parts: Parts) => Omit<Term, "kind">

/** One of the DSL's functions; the kinds of its operands are kept here, not by its type. */
type Applied = (...operands: never[]) => unknown

/** A function over operands of these kinds. */
function over(name: string, apply: Applied, ...kinds: readonly TermKind[]): Form {
  return written((...texts) => `${name}(${texts.join(", ")})`, apply, ...kinds)
}

/** A combination of functions over operands of these kinds. */
function written(textOf: (...texts: string[]) => string, apply: Applied, ...kinds: readonly TermKind[]): Form {
  return ({ term }) => {
    const operands = kinds.map(term)
    return {
      value: apply(...operands.map(({ value }) => value as never)) as Loose, // an expression of the form's kind
      text: textOf(...operands.map(({ text }) => text)),
    }
  }
}

type Lambda = (list: never, body: never) => unknown

/** A function over a list and a function of its items. */
function each(name: string, apply: Lambda, list: TermKind, item: TermKind, body: TermKind): Form {
  return ({ term, inside, depth }) => {
    const parameter = `x${depth}`
    const operand = term(list)
    let text = ""
    const written = (bound: Loose): Loose => {
      const made = inside(body, termsOf({ kind: item, value: bound, text: parameter }))
      text = made.text
      return made.value
    }
    const value = apply(operand.value as never, written as never) as Loose // likewise
    return { value, text: `${name}(${operand.text}, (${parameter}) => ${text})` }
  }
}

/** An object or list of operands. */
function made(kinds: Readonly<Record<string, TermKind>>, constants: Readonly<Record<string, string>> = {}): Form {
  return ({ term }) => {
    const fields = Object.entries(kinds).map(([key, kind]) => [key, term(kind)] as const)
    const parts = fields.map(([key, { value }]) => [key, value] as const)
    const texts = [
      ...Object.entries(constants).map(([key, constant]) => `${key}: ${JSON.stringify(constant)}`),
      ...fields.map(([key, { text }]) => `${key}: ${text}`),
    ]
    // A plain object of expressions stands where an expression does.
    return { value: lifted({ ...constants, ...Object.fromEntries(parts) }), text: `{ ${texts.join(", ")} }` }
  }
}

function listed(...kinds: readonly TermKind[]): Form {
  return ({ term }) => {
    const items = kinds.map(term)
    return { value: lifted(items.map(({ value }) => value)), text: `[${items.map(({ text }) => text).join(", ")}]` }
  }
}

function lifted(value: unknown): Loose {
  return valueOf(value) as unknown as Loose // an expression of whatever is given
}

const chosen = (kind: TermKind): Form => over("choose", choose, "flag", kind, kind)

/** How values of each kind are made from others. The first place is taken by what is simplest: it is never asked for. */
export const forms: Readonly<Record<TermKind, readonly Form[]>> = {
  num: [
    over("abs", abs, "num"),
    over("add", add, "num", "num"),
    over("subtract", subtract, "num", "num"),
    over("multiply", multiply, "num", "num"),
    over("count", count, "nums"),
    over("count", count, "items"),
    over("count", count, "some"),
    over("sum", sum, "nums"),
    over("sum", sum, "some"),
    over("textLength", textLength, "text"),
    over("coalesce", coalesce, "maybe", "num"),
    chosen("num"),
  ],
  maybe: [
    over("max", max, "nums"),
    over("min", min, "nums"),
    over("at", at, "nums", "num"),
    over("lookup", lookup, "record", "text"),
    each("find", find, "nums", "num", "flag"),
    over("choose", choose, "flag", "maybe", "num"),
  ],
  text: [
    over("upper", upper, "text"),
    ({ term }) => {
      const [a, b] = [term("text"), term("num")]
      return { value: fmt`${a.value}-${b.value}` as Loose, text: `fmt\`\${${a.text}}-\${${b.text}}\`` }
    },
    over("coalesce", coalesce, "note", "text"),
    written(
      (texts) => `joinText(${texts}, ",")`,
      (list) => joinText(list, ","),
      "texts",
    ),
    over("toText", toText, "nums"),
    over("toText", toText, "record"),
    chosen("text"),
  ],
  flag: [
    over("not", not, "flag"),
    over("gt", gt, "num", "num"),
    over("lt", lt, "maybe", "num"),
    over("gte", gte, "num", "maybe"),
    over("eq", eq, "maybe", "num"),
    over("ne", ne, "maybe", "num"),
    over("eq", eq, "nums", "nums"),
    over("ne", ne, "note", "text"),
    over("eq", eq, "color", "color"),
    over("exists", exists, "maybe"),
    over("exists", exists, "some"),
    over("and", and, "flag", "flag"),
    over("or", or, "flag", "flag"),
    over("contains", contains, "text", "text"),
    over("includes", includes, "nums", "num"),
    each("some", some, "nums", "num", "flag"),
    each("every", every, "items", "item", "flag"),
  ],
  color: [chosen("color")],
  nums: [
    listed("num"),
    listed("num", "num"),
    each("map", map, "nums", "num", "num"),
    each("map", map, "items", "item", "num"),
    each("filter", filter, "nums", "num", "flag"),
    over("reverse", reverse, "nums"),
    over("append", append, "nums", "nums"),
    over("append", append, "nums", "some"),
    over("flatten", flatten, "matrix"),
    over("distinct", distinct, "nums"),
    over("sort", sort, "nums"),
    over("values", values, "record"),
    over("coalesce", coalesce, "some", "nums"),
    ({ choice }) => ({ value: range(0, (choice % 4) - 1) as Loose, text: `range(0, ${(choice % 4) - 1})` }),
    ({ choice, term }) => {
      const list = term("nums")
      return { value: slice(list.value, choice % 3) as Loose, text: `slice(${list.text}, ${choice % 3})` }
    },
    chosen("nums"),
  ],
  some: [over("choose", choose, "flag", "some", "nums")],
  texts: [
    listed("text"),
    each("map", map, "nums", "num", "text"),
    written(
      (list) => `pluck(${list}, "id")`,
      (list) => pluck(list, "id" as never),
      "items",
    ),
    written(
      (text) => `split(${text}, "-")`,
      (text) => split(text, "-"),
      "text",
    ),
    over("keys", keys, "record"),
    over("reverse", reverse, "texts"),
    over("append", append, "texts", "texts"),
    chosen("texts"),
  ],
  item: [chosen("item"), made({ id: "text", size: "maybe", note: "note", tags: "texts" })],
  items: [
    listed("item"),
    listed("item", "item"),
    each("filter", filter, "items", "item", "flag"),
    each("sortBy", sortBy, "items", "item", "text"),
    each("map", map, "nums", "num", "item"),
    over("append", append, "items", "items"),
    over("reverse", reverse, "items"),
    chosen("items"),
  ],
  note: [over("choose", choose, "flag", "note", "text")],
  record: [
    made({ a: "num", b: "num" }),
    over("merge", merge, "record", "record"),
    written(
      (record) => `fromEntries(entries(${record}))`,
      (record) => fromEntries(entries(record)),
      "record",
    ),
    chosen("record"),
  ],
  matrix: [
    listed("nums"),
    listed("nums", "nums"),
    each("map", map, "nums", "num", "nums"),
    each("map", map, "items", "item", "nums"),
    each("filter", filter, "matrix", "nums", "flag"),
    over("append", append, "matrix", "matrix"),
    over("reverse", reverse, "matrix"),
    chosen("matrix"),
  ],
  figure: [
    chosen("figure"),
    made({ radius: "num" }, { shape: "circle" }),
    made({ side: "num", label: "text" }, { shape: "square" }),
    made({ side: "num" }, { shape: "square" }),
  ],
  any: [
    made({ a: "maybe", b: "some" }),
    made({ a: "any" }),
    listed("any"),
    listed("maybe", "any"),
    each("map", map, "items", "item", "maybe"),
    each("map", map, "nums", "num", "any"),
    written(
      (list) => `find(${list}, () => eq(1, 1))`,
      (list) => find(list, () => eq(valueOf(1), 1)),
      "items",
    ),
    chosen("any"),
  ],
}

/** What may fail, and often does: where it stands, the failure must be that of its step. */
export const risky: Form = (parts) =>
  parts.choice % 2 === 0
    ? over("divide", divide, "num", "num")(parts)
    : written(
        (num) => `divide(${num}, multiply(${num}, 0))`,
        (num) => divide(num, multiply(num, 0)),
        "num",
      )(parts)
