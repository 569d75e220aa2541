import { describe, expect, test } from "vitest"

import { evaluateOurs } from "./run.ts"

describe("no expression runs for ever or takes all memory", () => {
  test.each([
    ["endless recursion", "($f := function(){1 + $f()}; $f())", "U1002"],
    ["an endless loop in tail position", "($f := function($n){$f($n + 1)}; $f(0))", "U1001"],
    ["an array beyond ten million", "[1..1e8]", "D2014"],
    ["an array beyond the bound", "$map([1..1e7], function($x){$x})", "U1003"],
    ["an array doubled again and again", "$reduce([1..40], function($a, $i){$append($a, $a)}, [1])", "U1003"],
    ["a text doubled again and again", "$reduce([1..40], function($a, $i){$a & $a}, 'x')", "U1004"],
    ["a text padded beyond the bound", "$pad('x', 1e9)", "U1004"],
    ["a text joined beyond the bound", "$join($map([1..9999], function($i){$pad('x', 999)}))", "U1004"],
    ["a text replaced beyond the bound", "$replace($pad('x', 9999, 'x'), 'x', $pad('x', 9999))", "U1004"],
    ["loops within loops", "$map([1..9999], function($x){$map([1..9999], function($y){$x * $y})})", "U1001"],
    ["a numeral as long as its number", "$formatInteger(1e12, 'I')", "U1004"],
    ["letters of a number without end", "$formatInteger(1/0, 'A')", "D1001"],
    ["words of a number without end", "$formatInteger(1/0, 'w')", "D1001"],
    ["a number without end in a picture", "$formatNumber(1/0, '0.0e0')", "D1001"],
    ["a picture of too many places", "$formatNumber(1, '0.' & $pad('', 101, '0'))", "U1006"],
    ["too deep an expression", `${"(".repeat(3000)}1${")".repeat(3000)}`, "U1002"],
  ])("%s ends within its bounds", (_, source, code) => {
    expect(evaluateOurs(source, undefined)).toMatchObject({ code })
  })

  test.each([
    ["nested repetition", "$match(text, /^(a+)+$/)", undefined],
    ["overlapping alternatives", "$match(text, /^(a|a)*$/)", undefined],
    ["repetition of repetition", "$contains(text, /(x+x+)+y/)", false],
    ["a timestamp of many parts", `$toMillis(text, '${"[MNn]".repeat(9)}-')`, undefined],
    ["a timestamp in words", "$toMillis(text, '[Yw][Mw][Dw][Hw]-')", undefined],
  ])("%s takes time linear in the text", (_, source, value) => {
    expect(evaluateOurs(source, { text: `${"a".repeat(50_000)}!` })).toEqual({ value })
  })

  test.each(["(?=a)", "(?!a)", "(?<=a)b", "(a)\\1"])("the pattern %s needs backtracking and is refused", (pattern) => {
    expect(evaluateOurs(`$match("a", /${pattern}/)`, undefined)).toMatchObject({ code: "U1005" })
  })

  test("a number picture with an exponent ends for zero and below, where the library never does", () => {
    expect(evaluateOurs("[$formatNumber(0, '0.0e0'), $formatNumber(-1234, '0.0e0')]", undefined)).toEqual({
      value: ["0.0e0", "-1.2e3"],
    })
  })
})

describe("only own properties are read", () => {
  test.each(["$x.__proto__", "$x.constructor", "$x.toString", "$lookup($x, '__proto__')", "$x[0].hasOwnProperty"])(
    "%s is nothing",
    (source) => {
      expect(evaluateOurs(`($x := {"a": 1}; ${source})`, undefined)).toEqual({ value: undefined })
    },
  )

  test("a member called __proto__ is a member like any other", () => {
    const { value } = evaluateOurs('{"__" & "proto__": 1}', undefined)
    expect(Object.hasOwn(value as object, "__proto__")).toBe(true)
  })
})
