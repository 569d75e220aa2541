import { describe, expect, test } from "vitest"

import type { Json, JsonObject } from "../asl/json.ts"
import { checkDefinition } from "./check-definition.ts"
import { maxExpressionDepth } from "./jsonata-references.ts"

/** What is said of a definition, without locations unless asked for. */
function told(definition: JsonObject, located = false): readonly string[] {
  return checkDefinition(definition).diagnostics.map(({ code, message, location, suggestion }) => {
    const meant = suggestion === undefined ? "" : ` (${suggestion}?)`
    return `${code} ${located ? `${location ?? "-"} ` : ""}${message}${meant}`
  })
}

/** Each message, with our own addition in brackets. */
function worded(definition: JsonObject): readonly string[] {
  return checkDefinition(definition).diagnostics.map(({ message, detail }) =>
    detail === undefined ? message : `${message} [${detail}]`,
  )
}

const jsonata = (output: Json, more: JsonObject = {}): JsonObject => ({
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: { A: { Type: "Pass", Output: output, End: true, ...more } },
})

const nested = (levels: number): string => `${"[".repeat(levels)}1${"]".repeat(levels)}`

describe("a JSONata expression", () => {
  test.each([
    // AWS, measured: the parser's own message at the field
    ["1 +", ["INVALID_JSONATA_EXPRESSION Unexpected end of expression"]],
    ["$x :=", ["INVALID_JSONATA_EXPRESSION Unexpected end of expression"]],
    ["a[1,2)", ['INVALID_JSONATA_EXPRESSION Expected "]", got ","']],
    ['"unterminated', ["INVALID_JSONATA_EXPRESSION String literal must be terminated by a matching quote"]],
    ['{"a":}', ['INVALID_JSONATA_EXPRESSION The symbol "}" cannot be used as a unary operator']],
    ["$match('a', /abc", ["INVALID_JSONATA_EXPRESSION No terminating / in regular expression"]],
    ["", ["INVALID_JSONATA_EXPRESSION Unexpected end of expression"]],
    // AWS, measured: names at the top level
    [
      "phone",
      ["UNSUPPORTED_JSONATA_EXPRESSION Reference to 'phone' at the top level is not supported. ($states.input.phone?)"],
    ],
    [
      "$sum(items.price)",
      ["UNSUPPORTED_JSONATA_EXPRESSION Reference to 'items' at the top level is not supported. ($states.input.items?)"],
    ],
    [
      "$map([1], function($v) { b })",
      ["UNSUPPORTED_JSONATA_EXPRESSION Reference to 'b' at the top level is not supported. ($states.input.b?)"],
    ],
    ["$", ["UNSUPPORTED_JSONATA_EXPRESSION Reference to '$' at the top level is not supported. ($states.input?)"]],
    [
      "$states.input.a[$$.b = 1]",
      ["UNSUPPORTED_JSONATA_EXPRESSION Reference to '$$' is not supported. ($states.input?)"],
    ],
    ["$states.input.items[value > 3]", []],
    ["$states.input.items^(>price).name", []],
    ["$states.input.items{category: $sum(price)}", []],
    ["$states.input.items.(price * quantity)", []],
    ["$states.input.items[0].$", []],
    ["{ 'a': $states.input.b }", []],
    ["$states.input ~> |items|{'n': price}|", []],
    ["$states.input.a@$i.b#$n[$n = 1 and $i.c]", []],
    ["$sort([1], function($l, $r) { $l > $r })", []],
    ["($y := 1; $f := function($z) { $z + $y }; $f(2))", []],
    // Other references
    ["$eval('1')", ["UNSUPPORTED_JSONATA_EXPRESSION Function 'eval' is not supported."]],
    ["$states.errorOutput.Error", ["UNSUPPORTED_JSONATA_EXPRESSION Field '$states.errorOutput' does not exist."]],
    [
      "$states.result",
      [
        "SUSPICIOUS_VALUE Field '$states.result' exists only in the Output and Assign of a Task, Parallel or Map state.",
      ],
    ],
    ["$states.contxt", ["SUSPICIOUS_VALUE Field '$states.contxt' does not exist. (context?)"]],
    ["$strng(1)", ["UNKNOWN_FUNCTION There is no function '$strng' ($string?)"]],
    ["$total", ["UNKNOWN_VARIABLE No state whose variables can be seen here assigns '$total'"]],
    ["$partition([1], 2) ~> $count", []],
    [
      nested(maxExpressionDepth + 100),
      [`INVALID_JSONATA_EXPRESSION The expression nests more than ${maxExpressionDepth} levels deep`],
    ],
  ])("%.60s", (expression, expected) => {
    expect(told(jsonata(`{% ${expression} %}`))).toEqual(expected)
  })

  test("is found wherever it stands", () => {
    const definition = jsonata({ list: [1, { "a/b": "{% x %}" }] }, { Assign: { v: "{% y %}" } })
    expect(told(definition, true)).toEqual([
      "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/list[1]/a/b Reference to 'x' at the top level is not supported. ($states.input.x?)",
      "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Assign/v Reference to 'y' at the top level is not supported. ($states.input.y?)",
    ])
  })

  test("may read the result in a Task's Output and the error in a catcher's, and not the other way round", () => {
    const task = {
      Type: "Task",
      Resource: "arn:x",
      Arguments: "{% $states.result %}",
      Output: "{% [$states.result, $states.errorOutput] %}",
      Catch: [
        {
          ErrorEquals: ["States.ALL"],
          Output: "{% $states.errorOutput %}",
          Assign: { e: "{% $states.result %}" },
          Next: "B",
        },
      ],
      Next: "B",
    }
    const definition = { QueryLanguage: "JSONata", StartAt: "A", States: { A: task, B: { Type: "Succeed" } } }
    const result =
      "SUSPICIOUS_VALUE Field '$states.result' exists only in the Output and Assign of a Task, Parallel or Map state."
    expect(told(definition)).toEqual([
      result,
      "UNSUPPORTED_JSONATA_EXPRESSION Field '$states.errorOutput' does not exist.",
      result,
    ])
  })

  test("is told which variable was meant, of those that it can see", () => {
    const branch = {
      StartAt: "C",
      States: { C: { Type: "Pass", Output: "{% $totl + $inner %}", Assign: { own: 1 }, End: true } },
    }
    const definition = {
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { total: 1 }, Next: "B" },
        B: {
          Type: "Parallel",
          Branches: [branch, { StartAt: "D", States: { D: { Type: "Pass", Assign: { inner: 1 }, End: true } } }],
          End: true,
        },
      },
    }
    expect(told(definition)).toEqual([
      "UNKNOWN_VARIABLE No state whose variables can be seen here assigns '$totl' ($total?)",
      "UNKNOWN_VARIABLE No state whose variables can be seen here assigns '$inner'",
    ])
  })
})

const jsonPath = (fields: JsonObject): JsonObject => ({
  StartAt: "A",
  States: { A: { Type: "Pass", Assign: { known: 1 }, Next: "B" }, B: { Type: "Pass", ...fields, End: true } },
})

// Sources: AWS's ValidateStateMachineDefinition as users measured it, kind of field by kind; the part in brackets is ours.
const noPath = "Value must be a valid JSONPath."
const noReference = "Value is not a Reference Path"
const noDynamic = (field: string): string =>
  `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`
const unrooted = "Value is not a Reference Path: Reference path didn't start with '$'"

describe("a JSONPath expression", () => {
  test.each<[JsonObject, readonly string[]]>([
    [{ InputPath: "$.a[0]['b c'][?(@.d == 1)]" }, []],
    [{ InputPath: "$$.Execution.Id", OutputPath: "$known.a" }, []],
    [{ InputPath: "a.b" }, [`${noPath} ['a.b' is not a JSONPath: a path starts with '$' at position 1]`]],
    [
      { OutputPath: "$.a[" },
      [`${noPath} ['$.a[' is not a JSONPath: an index, a quoted name, '*' or a filter was expected at position 5]`],
    ],
    [{ ResultPath: "$.a.b[0]" }, []],
    [{ ResultPath: "a" }, [`${noPath} ['a' is not a JSONPath: a path starts with '$' at position 1]`]],
    [{ ResultPath: "$.a[*]" }, [`${noReference} ['$.a[*]' is not a reference path: it may name only one place]`]],
    [{ ResultPath: "$$.a" }, [`${noReference} ['$$.a' is not a reference path: it starts with '$.']`]],
    [
      { Parameters: { "a.$": "foo" } },
      [`${noDynamic("a.$")} ['foo' is not an intrinsic function: a function name was expected at position 1]`],
    ],
    [{ Parameters: { "a.$": "States.Format('{}', $.a, States.UUID())" } }, []],
    [
      { Parameters: { b: [{ "a/b.$": "States.Formt('{}')" }] } },
      [`${noDynamic("a/b.$")} ['States.Formt' is not an intrinsic function]`],
    ],
    [
      { Parameters: { "a.$": "States.ArrayGetItem($.a)" } },
      [`${noDynamic("a.$")} ['States.ArrayGetItem' takes 2 arguments, not 1]`],
    ],
    [
      { Parameters: { "a.$": "States.Array(".repeat(11) + ")".repeat(11) } },
      [expect.stringContaining("more than 10 functions are nested")],
    ],
    [
      { Parameters: { "a.$": "States.Array($unknown, $known)" } },
      ["No state whose variables can be seen here assigns '$unknown'"],
    ],
    [{ Parameters: { "a.$": "$knwon" } }, ["No state whose variables can be seen here assigns '$knwon'"]],
    [{ Result: { "a.$": "not evaluated" } }, [expect.stringContaining("static")]],
  ])("%j", (fields, expected) => {
    expect(worded(jsonPath(fields))).toEqual(expected)
  })

  test("the names of variables have codes of their own", () => {
    expect(told(jsonPath({ Assign: { "a-b": 1, states: 2 } }), true)).toEqual([
      "INVALID_VARIABLE_NAME /States/B/Assign/a-b Invalid variable name 'a-b': the variable name contains invalid characters.",
      "RESERVED_VARIABLE_NAME /States/B/Assign/states Cannot assign to reserved variable '$states'.",
    ])
  })

  test("what a payload's member holds is reported where the member's object stands", () => {
    const parameters = { b: [{ "a/b.$": "foo" }], "c.$": 1 }
    expect(told(jsonPath({ Parameters: parameters }), true)).toEqual([
      `SCHEMA_VALIDATION_FAILED /States/B/Parameters ${noDynamic("c.$")}`,
      `SCHEMA_VALIDATION_FAILED /States/B/Parameters/b[0] ${noDynamic("a/b.$")}`,
    ])
  })

  const choice = (rule: JsonObject): JsonObject => ({
    Type: "Choice",
    Choices: [{ ...rule, Next: "C" }],
    Default: "C",
  })
  const map = (fields: JsonObject): JsonObject => ({
    Type: "Map",
    ItemProcessor: { StartAt: "I", States: { I: { Type: "Pass", End: true } } },
    ...fields,
    Next: "C",
  })
  test.each<[JsonObject, readonly string[]]>([
    [choice({ Variable: "$$.Execution.Input.a", NumericEqualsPath: "$known" }), []],
    [
      choice({ Variable: "States.ArrayLength($.a)", NumericEquals: 0 }),
      [`${unrooted} ['States.ArrayLength($.a)' is not a JSONPath: a path starts with '$' at position 1]`],
    ],
    [
      choice({ Variable: "$.a", NumericEqualsPath: "b" }),
      [`${unrooted} ['b' is not a JSONPath: a path starts with '$' at position 1]`],
    ],
    [choice({ Not: { Variable: "$.a[", IsNull: true } }), [expect.stringContaining(`${noReference} ['$.a[' is not`)]],
    [map({ MaxConcurrencyPath: "$.n", ToleratedFailureCountPath: "$known", ItemsPath: "$$.Execution.Input" }), []],
    [map({ MaxConcurrencyPath: "$$.Execution.Input.n" }), [expect.stringContaining(noReference)]],
    [map({ ToleratedFailureCountPath: "$.n[*]" }), [expect.stringContaining(noReference)]],
    [map({ ToleratedFailurePercentagePath: "n" }), [expect.stringContaining(noPath)]],
    [map({ ToleratedFailurePercentage: 101 }), ["Maximum value is 100.0"]],
    [map({ ToleratedFailurePercentage: -1 }), ["Minimum value is 0.0"]],
    [map({ MaxConcurrency: -1 }), ["Minimum value is 0"]],
    [{ Type: "Fail", ErrorPath: "e", CausePath: "States.Format('{}', $.c)" }, [expect.stringContaining(noPath)]],
  ])("%j", (state, expected) => {
    const states = { A: { Type: "Pass", Assign: { known: 1 }, Next: "B" }, B: state, C: { Type: "Succeed" } }
    const used = state["Type"] === "Fail" ? { A: states.A, B: state } : states
    expect(worded({ StartAt: "A", States: used })).toEqual(expected)
  })
})

test("structure and expressions are told in one go, and then there is no definition", () => {
  const { definition, diagnostics } = checkDefinition(jsonata("{% x %}", { Nxt: 1 }))
  expect(definition).toBeUndefined()
  expect(diagnostics.map(({ code }) => code)).toEqual(["SCHEMA_VALIDATION_FAILED", "UNSUPPORTED_JSONATA_EXPRESSION"])
})

test("a definition of the greatest size is checked within bounds", () => {
  const expressions = Array.from({ length: 20_000 }, (_, index) => `{% x${index} %}`)
  const { diagnostics } = checkDefinition(jsonata(expressions))
  expect(diagnostics).toHaveLength(1001)
  const deep = Array.from({ length: 390 }).reduce<Json>((inner) => ({ ["n".repeat(500)]: inner }), { "a.$": "$[" })
  const [found] = checkDefinition(jsonPath({ Parameters: deep })).diagnostics
  expect(found?.location?.length).toBeLessThan(2200)
  const long = checkDefinition(jsonata(`{% ${"1+".repeat(100_000)}1 %}`)).diagnostics
  expect(long.map(({ code }) => code)).toEqual(["INVALID_JSONATA_EXPRESSION"])
})
