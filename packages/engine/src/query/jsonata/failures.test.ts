import { describe, expect, test } from "vitest"

import { JsonataError } from "./jsonata-error.ts"
import { defaultLimits, type Limits } from "./meter.ts"
import { compileProgram } from "./program.ts"

const input = {
  a: { b: { c: 1 }, list: [1, 2, 3] },
  items: [
    { id: "x", price: 5, tags: ["p", "q"], parts: [{ n: 1 }, { n: 2 }] },
    { id: "y", price: 12, tags: [], parts: { n: 3 } },
    { id: "z", price: 8 },
  ],
  text: "Hello, Wörld 👋",
  "odd name": true,
  nothing: null,
  zero: 0,
}

function evaluate(source: string, limits: Limits = defaultLimits): unknown {
  const value = compileProgram(source).evaluate(input, {
    outside: (name) => (name === "v" ? { w: [1] } : undefined),
    nowMs: 1_494_861_179_152,
    seed: () => "seed",
    limits,
  })
  return value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (_, one: unknown) => (Object.is(one, -0) ? 0 : one)))
}

describe("an expression that fails has JSONata's code", () => {
  test.each([
    ["1 +", "S0207"],
    ["'a", "S0101"],
    ["$eval('1')", "T1006"],
    ["1 + 'a'", "T2002"],
    ["'a' + 1", "T2001"],
    ["-'a'", "D1002"],
    ["1/0 + 1", "D1001"],
    ["1 < 'a'", "T2009"],
    ["null < 1", "T2010"],
    ["1 < null", "T2010"],
    ["[1.5..2]", "T2003"],
    ["[1..2.5]", "T2004"],
    ["[1..1e9]", "D2014"],
    ["1 ~> 2", "T2006"],
    ["{1: 2}", "T1003"],
    ["items{id: 1, 'x': 2}", "D1009"],
    ["items^(parts.n)", "T2008"],
    ["[{'a': 1}, {'a': 'x'}]^(a)", "T2007"],
    ["[{'a': 1}, {'a': true}]^(a)", "T2008"],
    ["sum(1)", "T1005"],
    ["sum(?)", "T1007"],
    ["missing(1)", "T1006"],
    ["missing(?)", "T1008"],
    ["$unknown(1)", "T1006"],
    ["a ~> |b|1|", "T2011"],
    ["a ~> |b|{}, 1|", "T2012"],
    ["$sum('a')", "T0412"],
    ["$sum(['a'])", "T0412"],
    ["$length(1)", "T0410"],
    ["$substring(1)", "T0411"],
    ["(function($x)<a<n>>{$x})('a')", "T0412"],
    ["(function($x)<n<s>>{$x})(1)", "S0401"],
    ["(function($x)<(a<n>)>{$x})(1)", "S0402"],
    ["$number('x')", "D3030"],
    ["$number('')", "D3030"],
    ["$sqrt(-1)", "D3060"],
    ["$power(10, 999)", "D3061"],
    ["$formatBase(1, 99)", "D3100"],
    ["$string(1/0)", "D3001"],
    ["$replace('a', '', 'b')", "D3010"],
    ["$replace('a', 'a', 'b', -1)", "D3011"],
    ["$replace('a', /a/, function(){1})", "D3012"],
    ["$replace('a', 'a', $uppercase)", "D3012"],
    ["$split('a', 'b', -1)", "D3020"],
    ["$match('a', /a/, -1)", "D3040"],
    ["$match('ab', /x*/)", "D1004"],
    ["$match('a', function($x){1})", "T1010"],
    ["$contains('a', function($x){{'start': 'x'}})", "T1010"],
    ["$replace('a', function($x){{'start': 0, 'groups': []}}, 'b')", "T1010"],
    ["$split('a', function($x){{'start': 0, 'match': 1, 'groups': []}})", "T1010"],
    ["$reduce([1], function($x){$x})", "D3050"],
    ["$sort([1, 'a'])", "D3070"],
    ["$single([1, 2])", "D3138"],
    ["$single([])", "D3139"],
    ["$decodeUrl('%')", "D3140"],
    ["$error('why')", "D3137"],
    ["$error()", "D3137"],
    ["$assert(false, 'why')", "D3141"],
    ["$assert(false)", "D3141"],
    ["$toMillis('yesterday')", "D3110"],
    ["$toMillis('2017-05 10', '[Y]-[D] [H]')", "D3136"],
    ["$toMillis('2017 10', '[X] [W]')", "D3136"],
    ["$toMillis('1 10', '[x] [w]')", "D3136"],
    ["$toMillis('x', '[CN]')", "D3133"],
    ["$fromMillis(0, '[YN]')", "D3133"],
    ["$fromMillis(0, '[fN]')", "D3133"],
    ["$fromMillis(0, '[Y')", "D3135"],
    ["$fromMillis(0, '[q]')", "D3132"],
    ["$fromMillis(0, '[Z000000]')", "D3134"],
    ["$fromMillis(0, '[Y@]')", "D3130"],
    ["$formatInteger(1, '@')", "D3130"],
    ["$parseInteger('1', '@')", "D3130"],
    ["$formatInteger(1, '1١')", "D3131"],
    ["$formatNumber(1, '0;0;0')", "D3080"],
    ["$formatNumber(1, '0.0.0')", "D3081"],
    ["$formatNumber(1, '0%%')", "D3082"],
    ["$formatNumber(1, '0‰‰')", "D3083"],
    ["$formatNumber(1, '0%‰')", "D3084"],
    ["$formatNumber(1, 'x')", "D3086"],
    ["$formatNumber(1, '')", "D3085"],
    ["$formatNumber(1, '.')", "D3085"],
    ["$formatNumber(1, '0x0')", "D3086"],
    ["$formatNumber(1, '0,.0')", "D3087"],
    ["$formatNumber(1, '0,')", "D3088"],
    ["$formatNumber(1, '0,,0')", "D3089"],
    ["$formatNumber(1, '0#')", "D3090"],
    ["$formatNumber(1, '0.#0')", "D3091"],
    ["$formatNumber(1, '0e0%')", "D3092"],
    ["$formatNumber(1, '0e#')", "D3093"],
    ["$formatNumber(1/0, '0')", "D1001"],
    ["$formatNumber(1, '0.' & $pad('', 101, '0'))", "U1006"],
    ["$formatInteger(1/0, 'w')", "D1001"],
    ["$formatInteger(1e13, 'I')", "U1004"],
    ["$partition([1], -1)", "D3141"],
    ["$range(1, 360146, 1)", "U1003"],
    ["$range(1, 2, 0)", "D3141"],
    ["$hash('a', 'x')", "D3141"],
    ["$parse('{')", "D3141"],
    ["$match('a', /(?=a)/)", "U1005"],
    ["$pad('a', 1e9)", "U1004"],
    ["$map([1..1e6], $string)", "U1003"],
  ])("%s", (source, code) => {
    expect(() => evaluate(source)).toThrow(expect.objectContaining({ code }))
  })
})

describe("an expression is bounded", () => {
  const small = { steps: 1000, depth: 20, elements: 100, characters: 50 }
  test.each([
    ["($f := function($n){$f($n + 1)}; $f(0))", "U1001"],
    ["($f := function($n){1 + $f($n)}; $f(0))", "U1002"],
    ["[1..200]", "U1003"],
    ["$pad('x', 30) & $pad('x', 30)", "U1004"],
  ])("%s", (source, code) => {
    expect(() => evaluate(source, small)).toThrow(expect.objectContaining({ code }))
  })

  test("an expression that nests too deeply to be parsed or run fails like endless recursion", () => {
    for (const source of [`${"[".repeat(20_000)}${"]".repeat(20_000)}`, Array(9000).fill("1").join("+")]) {
      expect(() => evaluate(source)).toThrow(expect.objectContaining({ code: "U1002" }))
    }
  })
})

describe("a failure is described in JSONata's words", () => {
  test.each([
    ["1 + 'a'", 'The right side of the "+" operator must evaluate to a number'],
    ["$number('x')", 'Unable to cast value to a number: "x"'],
    ["sum(1)", "Attempted to invoke a non-function. Did you mean $sum?"],
    ["$error('why')", "why"],
    ["$sum('a')", 'Argument 1 of function "sum" must be an array of "numbers"'],
    ["1 +", "Unexpected end of expression"],
  ])("%s", (source, sentence) => {
    let said = ""
    try {
      evaluate(source)
    } catch (error) {
      said = error instanceof JsonataError ? error.describe() : String(error)
    }
    expect(said).toBe(sentence)
  })

  test("a code without a message is a failure all the same", () => {
    expect(new JsonataError("X1").describe()).toBe("The expression failed")
    expect(new JsonataError("D3030").describe()).toBe("Unable to cast value to a number: undefined")
  })
})
