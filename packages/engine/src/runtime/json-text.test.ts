import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { jsonText } from "./json-text.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

/** The platform's own way. */
function reference(value: unknown): unknown {
  try {
    const text = JSON.stringify(value) ?? "null"
    return { text, value: JSON.parse(text) as unknown }
  } catch (error) {
    return (error as Error).name
  }
}

function attempt(value: unknown): unknown {
  try {
    return jsonText(value)
  } catch (error) {
    return (error as Error).name
  }
}

class Money {
  readonly cents = 5
  toJSON(): string {
    return "5 cents"
  }
}

const cycle: { self?: unknown } = {}
cycle.self = cycle
let deep: unknown = 1
for (let level = 0; level < 100; level++) deep = { deep }

describe(`jsonText (seed ${seed})`, () => {
  it.each([
    ["nothing", undefined],
    ["a number that JSON lacks", [NaN, Infinity, -Infinity]],
    ["minus zero", { zero: -0 }],
    ["a big integer", 10n],
    ["a cycle", cycle],
    ["depth", deep],
    ["members that JSON drops", { a: undefined, b: () => 1, c: Symbol("c"), d: 1 }],
    ["items that JSON replaces", [undefined, () => 1, Symbol("c"), 1]],
    ["a hole", [1, , 3]], // oxlint-disable-line no-sparse-arrays -- what it is about
    ["an object of a class", new Money()],
    ["one inside", { price: [new Money()] }],
    ["a date", new Date(0)],
    ["a map", new Map([[1, 2]])],
    ["a boxed scalar", [Object("text"), Object(1), Object(true)]],
    ["a list with toJSON", Object.assign([1], { toJSON: () => "list" })],
    ["a plain object with toJSON", { toJSON: () => "plain" }],
    ["a member named __proto__", JSON.parse('{"__proto__":{"a":1},"b":2}')],
    ["no prototype", Object.assign(Object.create(null), { a: 1 })],
    ["names that are numbers", { b: 1, 2: "two", 1: "one" }],
    ["a lone surrogate", "\ud800"],
    [
      "a symbol's member and one that is hidden",
      Object.defineProperty({ [Symbol.iterator]: 1, a: 1 }, "h", { value: 1 }),
    ],
    ["a list with members", Object.assign([1, 2], { extra: true })],
  ])("reads %s back as the platform does", (_, value) => {
    expect(attempt(value)).toEqual(reference(value))
  })

  it("reads anything back as the platform does", () => {
    const anything = fc.anything({ withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true })
    fc.assert(
      fc.property(fc.oneof(anything, fc.jsonValue()), (value) => {
        const ours = attempt(value)
        expect(ours).toEqual(reference(value))
        // Names in the same order, too.
        expect(JSON.stringify(ours)).toBe(JSON.stringify(reference(value)))
      }),
      { seed, numRuns: 2000 },
    )
  })

  it("hands out a copy", () => {
    const given = { list: [{ n: 1 }] }
    const { value } = jsonText(given)
    given.list[0] = { n: 2 }
    expect(value).toEqual({ list: [{ n: 1 }] })
  })

  it("reads a getter once, so that text and value agree", () => {
    let reads = 0
    const { text, value } = jsonText({
      get n() {
        return ++reads
      },
    })
    expect(JSON.parse(text)).toEqual(value)
  })
})
