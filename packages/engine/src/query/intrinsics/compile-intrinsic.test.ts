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
    // A brace may be escaped in any text.
    ["States.StringToJson('\\{\"a\": [\\{\\}]\\}')", { a: [{}] }],
    ["States.Format('{}', '\\{\\}')", "{}"],
    // Java's Double.toString
    ["States.Format('{} {} {} {}', 0.5, 0.0001, 12345678.5, -0.00025)", "0.5 1.0E-4 1.23456785E7 -2.5E-4"],
    // Java's Base64.getDecoder and new String(bytes, UTF_8)
    ["States.Base64Decode('YQ')", "a"],
    ["States.Base64Decode('YQ==')", "a"],
    ["States.Base64Decode('/w==')", "\ufffd"],
    ["States.Base64Decode('77u/YQ==')", "\ufeffa"],
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

// Source of the words and of States.Runtime: executions on AWS as users report them (States.MathAdd of a text,
// States.StringToJson of an object); which arguments are refused: AWS's "Intrinsic functions", function by function.
describe("an argument that does not fit fails the state as AWS words it", () => {
  const mismatch = ": number of arguments do not match the occurrences of {}."
  test.each([
    ["States.Format(1)", ""],
    ["States.Format('{}')", mismatch],
    ["States.Format('a', 1)", mismatch],
    ["States.Format('\\{}', 1)", mismatch],
    ["States.StringToJson('{')", ""],
    ["States.StringToJson($.object)", ""],
    ["States.ArrayPartition($.a, 1)", ""],
    ["States.ArrayPartition($.list, 0)", ""],
    ["States.ArrayPartition($.list, 0.4)", ""],
    ["States.ArrayPartition($.list, -1)", ""],
    ["States.ArrayContains('a', 'a')", ""],
    ["States.ArrayLength($.object)", ""],
    ["States.ArrayUnique(null)", ""],
    ["States.ArrayRange(1, 5, 0)", ""],
    ["States.ArrayRange(0, 1000, 1)", ""],
    ["States.ArrayRange('1', 5, 1)", ""],
    ["States.ArrayGetItem($.list, 4)", ""],
    ["States.ArrayGetItem($.list, -1)", ""],
    ["States.ArrayGetItem($.list, '0')", ""],
    ["States.Base64Decode('%')", ""],
    ["States.Base64Decode('YQ ==')", ""],
    ["States.Base64Decode('Y')", ""],
    ["States.Base64Encode($.long)", ""],
    ["States.Base64Encode(1)", ""],
    ["States.Hash('a', 'SHA-3')", ""],
    ["States.Hash('a', 'md5')", ""],
    ["States.Hash($.long, 'MD5')", ""],
    ["States.JsonMerge($.object, $.object, true)", ""],
    ["States.JsonMerge($.object, $.object, 'false')", ""],
    ["States.JsonMerge($.a, $.object, false)", ""],
    ["States.MathRandom(5, 5)", ""],
    ["States.MathRandom(6, 5)", ""],
    ["States.MathAdd('1', 1)", ""],
    ["States.MathAdd(null, 1)", ""],
    ["States.MathAdd(2147483647, 1)", ""],
    ["States.MathAdd(-2147483649, 1)", ""],
    ["States.StringSplit(1, ',')", ""],
  ])("%s", (text, detail) => {
    const given = { ...scope, input: { ...(input as object), long: "x".repeat(10_001) } as Json }
    const name = /^[\w.]+/.exec(text)?.[0] ?? ""
    expect(() => compileIntrinsic(text, "value.$")(given)).toThrow(
      expect.objectContaining({
        error: "States.Runtime",
        cause: `The function '${text}' had the following error: Invalid arguments in ${name}${detail}`,
        location: "value.$",
      }),
    )
  })

  test("a template's brace that stays open", () => {
    expect(() => evaluate(`States.Format('{"a": {}}', 1)`)).toThrow(
      `The function 'States.Format('{"a": {}}', 1)' had the following error: Invalid template in States.Format: matching '}' not found for '{'.`,
    )
    expect(evaluate(`States.Format('\\{"a": {}\\}', 1)`)).toBe('{"a": 1}')
  })

  test("of the whole call that stands in the field, the function that failed is named", () => {
    expect(() => evaluate("States.Format('{}', States.MathAdd($.text, 1))")).toThrow(
      "The function 'States.Format('{}', States.MathAdd($.text, 1))' had the following error: Invalid arguments in States.MathAdd",
    )
  })
})

// Source: causes of executions on AWS, as users report them.
describe("a path that leads nowhere fails the state as AWS words it", () => {
  const shown = JSON.stringify(input)
  test.each([
    ["$.missing", `The JsonPath argument for the field '$.missing' could not be found in the input '${shown}'`],
    ["$.a.b", `The JsonPath argument for the field '$.a.b' could not be found in the input '${shown}'`],
    ["$.list[9]", `The JsonPath argument for the field '$.list[9]' could not be found in the input '${shown}'`],
    [
      "$$.Execution.Nope",
      `The JsonPath argument for the field '$$.Execution.Nope' could not be found in the input '{"Execution":{"Id":"id"}}'`,
    ],
    ["$nope", `The JsonPath argument for the field '$nope' could not be found in the input '${shown}'`],
    ["$.a[0]", "Filter: [0] can only be applied to arrays. Current context is: 1"],
    ["$.object[1]", "Filter: [1] can only be applied to arrays. Current context is: {b=[true, null]}"],
  ])("%s", (path, reason) => {
    expect(() => evaluate(`States.Array(${path})`)).toThrow(
      expect.objectContaining({
        error: "States.Runtime",
        cause: `The function 'States.Array(${path})' had the following error: ${reason}`,
      }),
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
    [`States.Array(${"States.UUID(), ".repeat(9)}States.UUID())`, "more than 10 functions are nested"],
  ])("%s", (text, message) => {
    expect(() => compileIntrinsic(text, "value.$")).toThrow(message)
  })

  test("ten functions may be nested", () => {
    expect(evaluate(`${"States.Array(".repeat(10)}${")".repeat(10)}`)).toEqual([[[[[[[[[[]]]]]]]]]])
    expect(evaluate(`States.Array(${"States.Array(), ".repeat(8)}States.Array())`)).toEqual(
      Array.from({ length: 9 }, () => []),
    )
  })
})
