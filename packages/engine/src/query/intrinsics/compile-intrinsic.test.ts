import { describe, expect, test } from "vitest"

import type { Json } from "../../asl/json.ts"
import { provideEnvironment } from "../environment.ts"
import type { Scope } from "../scope.ts"
import { compileIntrinsic } from "./compile-intrinsic.ts"

const input: Json = { a: 1, list: [1, 2, 2, 3], text: "x,y;z", object: { b: [true, null] }, "it's": "quoted" }
const scope: Scope = {
  input,
  context: () => ({ Execution: { Id: "id" } }),
  variable: (name) => (name === "v" ? { w: 7 } : undefined),
  nowMs: 0,
  seed: "seed",
}

function evaluate(text: string): Json {
  return compileIntrinsic(text, "value.$")(scope)
}

test("a range may hold a thousand numbers", () => {
  expect(evaluate("States.ArrayRange(1, 1000, 1)")).toHaveLength(1000)
})

test("digests need the engine's entry point", () => {
  expect(() => evaluate("States.Hash('a', 'MD5')")).toThrow("no query environment")
})

describe("each function answers", () => {
  test.each<[string, Json]>([
    ["States.Format('a {} b {}', $.a, 'c')", "a 1 b c"],
    ["States.Format('{}', $.object)", "{b=[true, null]}"],
    ["States.Format('\\{\\} {}', null)", "{} null"],
    ["States.Format('it\\'s {}', true)", "it's true"],
    ["States.Format('a\\nb\\tc\\rd')", "a\nb\tc\rd"],
    ["States.Format('back\\\\slash \\x')", "back\\slash \\x"],
    ["States.StringToJson('[1,{\"a\":null}]')", [1, { a: null }]],
    ["States.StringToJson('')", null],
    ["States.JsonToString($.object)", '{"b":[true,null]}'],
    ["States.Array()", []],
    ["States.Array(1, 'a', null, $.a, false, -2.5e1)", [1, "a", null, 1, false, -25]],
    ["States.ArrayPartition($.list, 3)", [[1, 2, 2], [3]]],
    ["States.ArrayPartition(States.Array(), 2)", []],
    ["States.ArrayContains($.list, 3)", true],
    ["States.ArrayContains($.list, '3')", false],
    ["States.ArrayContains(States.Array($.object), $.object)", true],
    ["States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["States.ArrayRange(3, 1, -1)", [3, 2, 1]],
    ["States.ArrayRange(3, 1, 1)", []],
    ["States.ArrayGetItem($.list, 3)", 3],
    ["States.ArrayLength($.list)", 4],
    ["States.ArrayUnique($.list)", [1, 2, 3]],
    ["States.Base64Encode('Grüße')", "R3LDvMOfZQ=="],
    ["States.Base64Decode('R3LDvMOfZQ==')", "Grüße"],
    ['States.JsonMerge($.object, States.StringToJson(\'{"b":1,"c":2}\'), false)', { b: 1, c: 2 }],
    ["States.MathAdd(1.5, -1.5)", 1],
    ["States.MathAdd($.a, $v.w)", 8],
    ["States.StringSplit($.text, ',;')", ["x", "y", "z"]],
    ["States.StringSplit('abc', ',')", ["abc"]],
    ["States.StringSplit(',a,,b,', ',')", ["a", "b"]],
    ["States.ArrayGetItem(States.StringSplit('a-b', '-'), States.MathAdd(0, 1))", "b"],
    ["States.Format( 'a {}' , $.list[?(@ > 2)] )", "a [3]"],
    ["States.Format('{}', $['it\\'s'])", "quoted"],
    ["States.Format('{}', $$.Execution.Id)", "id"],
  ])("%s", (text, value) => {
    expect(evaluate(text)).toEqual(value)
  })

  test("States.Hash with each algorithm, over texts and JSON", () => {
    provideEnvironment({ hash: (algorithm, text) => `${algorithm} of ${text}` })
    expect(evaluate("States.Hash('a', 'SHA-256')")).toBe("SHA-256 of a")
    expect(evaluate("States.Hash($.object, 'MD5')")).toBe('MD5 of {"b":[true,null]}')
  })

  test("States.MathRandom within its range, with a seed as Java would", () => {
    expect(evaluate("States.MathRandom(1, 1000, 42)")).toBe(727)
    for (let at = 0; at < 50; at++) {
      const drawn = compileIntrinsic("States.MathRandom(3, 6)", "value.$")({ ...scope, seed: String(at) })
      expect([3, 4, 5]).toContain(drawn)
    }
  })

  test("States.UUID the same again for the same evaluation, and another one for another call", () => {
    const [first, second] = evaluate("States.Array(States.UUID(), States.UUID())") as readonly string[]
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(second).not.toBe(first)
    expect(evaluate("States.Array(States.UUID(), States.UUID())")).toEqual([first, second])
  })
})

describe("an argument that does not fit fails with States.IntrinsicFailure", () => {
  test.each([
    ["States.Format(1)", "a string was expected, not 1"],
    ["States.Format('{}')", "the template has more placeholders than the 0 arguments"],
    ["States.Format('a', 1)", "the template has 0 placeholders for 1 arguments"],
    ["States.StringToJson('{')", "the text is not JSON"],
    ["States.ArrayPartition($.a, 1)", "an array was expected, not 1"],
    ["States.ArrayPartition($.list, 0)", "a positive number was expected, not 0"],
    ["States.ArrayRange(1, 5, 0)", "the step of a range is not 0"],
    ["States.ArrayRange(0, 1000, 1)", "a range holds at most 1000 numbers, not 1001"],
    ["States.ArrayRange('1', 5, 1)", 'a number was expected, not "1"'],
    ["States.ArrayGetItem($.list, 4)", "the index 4 is outside the array of 4"],
    ["States.ArrayGetItem($.list, -1)", "the index -1 is outside the array of 4"],
    ["States.Base64Decode('%')", "the text is not Base64"],
    ["States.Base64Encode(States.Format('{}', $.long))", "the text is longer than 10000 characters"],
    ["States.Hash('a', 'SHA-3')", "the hash algorithm SHA-3 is not one of MD5, SHA-1, SHA-256, SHA-384, SHA-512"],
    [
      "States.JsonMerge($.object, $.object, true)",
      "only the shallow merge mode is supported: the third argument is false",
    ],
    ["States.JsonMerge($.a, $.object, false)", "an object was expected, not 1"],
    ["States.MathRandom(5, 5)", "the start of the range is below its end"],
  ])("%s", (text, message) => {
    const given = { ...scope, input: { ...(input as object), long: "x".repeat(10_001) } as Json }
    expect(() => compileIntrinsic(text, "value.$")(given)).toThrow(
      expect.objectContaining({
        error: "States.IntrinsicFailure",
        cause: `The function '${text}' had the following error: ${message}`,
        location: "value.$",
      }),
    )
  })

  test("a path that leads nowhere fails the state", () => {
    expect(() => evaluate("States.ArrayLength($.missing)")).toThrow(
      expect.objectContaining({ error: "States.Runtime" }),
    )
  })
})

describe("a text that is no call is refused", () => {
  test.each([
    ["States.Format", "'(' was expected at position 14"],
    ["States.Format('a'", "',' was expected at position 18"],
    ["States.Format('a", "a closing quote was expected"],
    ["States.Format('a') b", "'b' was not expected"],
    ["States.Format(a)", "an argument was expected"],
    ["States.Format('a' 'b')", "',' was expected"],
    ["Format('a')", "a function name was expected"],
    ["States.Nothing()", "'States.Nothing' is not an intrinsic function"],
    ["States.UUID(1)", "'States.UUID' takes 0 arguments, not 1"],
    ["States.MathRandom(1)", "'States.MathRandom' takes 2 to 3 arguments, not 1"],
    [`${"States.Array(".repeat(11)}${")".repeat(11)}`, "more than 10 functions are nested"],
  ])("%s", (text, message) => {
    expect(() => compileIntrinsic(text, "value.$")).toThrow(message)
  })

  test("ten functions may be nested", () => {
    expect(evaluate(`${"States.Array(".repeat(10)}${")".repeat(10)}`)).toEqual([[[[[[[[[[]]]]]]]]]])
  })
})
