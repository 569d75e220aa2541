import * as fc from "fast-check"
import { expect, test } from "vitest"

import type { Json } from "../../../asl/json.ts"
import { nodeEnvironment } from "../../../runtime/node-environment.ts"
import { provideEnvironment } from "../../environment.ts"
import type { Scope } from "../../scope.ts"
import { undecided } from "../direct-read.ts"
import { compileProgram } from "../program.ts"
import { compileJsonataTemplate } from "../template.ts"
import { compileDirect } from "./compile.ts"

provideEnvironment(nodeEnvironment)

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? 20_261_125)

const scalar = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, 1, -1, 2.5, "", "a", "text", "2025-01-02T03:04:05.006Z", "\ud83d\ude00"),
  fc.constantFrom('"', "a\\b", "\n\u001f", "\u007f\u2028", "\ud83d", "é", "a long text ".repeat(8), 1e21, 2 ** 53),
  fc.integer({ min: -5, max: 300 }),
)
const names = ["a", "b", "ok"]
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...names), tie("value")), { maxLength: 3 }).map(Object.fromEntries),
  ),
})).value

/** Expressions of what has a direct way, and of some that has none. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const sub = tie("expression")
  const list = fc.array(sub, { maxLength: 3 })
  return {
    expression: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      fc.constantFrom("$x", "$y", "$local", "$none", "$states.input", "$states.result", "$states.input.a", "$x.a.b"),
      fc.constantFrom("$y.a", "$y.a.b", "$x.b", "$states.result.a", "$states.result[0].b"),
      fc.constantFrom("$x[0]", "$x[1].a", "$states.input.a[0].b", "$x.ok", "$millis()", "$states.context.Execution.Id"),
      fc.constantFrom(
        "$states.context.State.RetryCount",
        "$states.context.Nothing",
        "'text'",
        "3",
        "0.5",
        "true",
        "null",
      ),
      fc
        .tuple(sub, fc.constantFrom("&", "+", "-", "*", "/", "<", "<=", ">", ">=", "=", "!=", "in", "and", "or"), sub)
        .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      fc.tuple(sub, sub, sub).map(([test, then, otherwise]) => `((${test}) ? (${then}) : (${otherwise}))`),
      fc.tuple(sub, sub).map(([test, then]) => `((${test}) ? (${then}))`),
      fc.tuple(sub, sub).map(([value, body]) => `($local := ${value}; ${body})`),
      fc.tuple(sub, sub).map(([value, body]) => `($x := ${value}; ${body})`),
      list.map((items) => `[${items.join(", ")}]`),
      list.map((items) => `[${items.join(", ")}][0]`),
      list.map((values) => `{${values.map((value, at) => `'${String(names[at])}': ${value}`).join(", ")}}`),
      fc
        .tuple(
          fc.constantFrom(
            "exists",
            "not",
            "type",
            "length",
            "string",
            "floor",
            "max",
            "min",
            "count",
            "toMillis",
            "sum",
          ),
          sub,
        )
        .map(([name, argument]) => `$${name}(${argument})`),
      fc
        .tuple(fc.constantFrom("append", "contains"), sub, sub)
        .map(([name, left, right]) => `$${name}(${left}, ${right})`),
      fc.tuple(sub, sub, sub).map(([text, from, length]) => `$substring(${text}, ${from}, ${length})`),
      fc.tuple(sub, sub).map(([a, b]) => `$string({'a': ${a}, 'b': {'"': ${b}, 'ok': true}})`),
      fc.tuple(sub, sub).map(([items, body]) => `$map(${items}, function($item) { ${body} })`),
      fc
        .tuple(
          fc.constantFrom("map", "filter"),
          sub,
          fc.constantFrom("$item.a", "$item", "$item.ok = true", "$item.b = 1", "true"),
          fc.constantFrom("", "", "[0]", "[0].a", ".a", ".a.b", "[1].b"),
        )
        .map(([loop, items, body, end]) => `$${loop}(${items}, function($item) { ${body} })${end}`),
      fc.tuple(sub, sub, fc.constantFrom(".a", "[0].a", ".a.b")).map(([a, b, end]) => `$append(${a}, ${b})${end}`),
    ),
  }
})

function scopeOf(input: Json, x: Json | undefined, y: Json | undefined, hidden: boolean): Scope {
  const context: Json = { Execution: { Id: "id", Name: "name" }, State: { Name: "s", RetryCount: 2 } }
  return {
    input,
    result: y,
    nowMs: 1_700_000_000_000,
    seed: "seed",
    context: () => context,
    contextField: (section, name) => (section === "Execution" && name === "Id" ? "id" : undefined),
    variable: (name) => (name === "x" ? x : name === "y" ? y : name === "count" && hidden ? 7 : undefined),
  }
}

/** What the whole evaluation comes to; undefined where it fails or comes to nothing. */
function evaluated(source: string, scope: Scope): unknown {
  const states = {
    input: scope.input,
    context: scope.context(),
    ...(scope.result === undefined ? {} : { result: scope.result }),
  }
  try {
    const value = compileProgram(source).evaluate(undefined, {
      nowMs: scope.nowMs,
      seed: () => "seed",
      outside: (name) => (name === "states" ? states : scope.variable(name)),
    })
    return JSON.parse(JSON.stringify(value) ?? "null") ?? undefined
  } catch {
    return undefined
  }
}

test("what is answered directly is what the evaluation answers", () => {
  let direct = 0
  const scopes = fc.tuple(json, fc.option(json), fc.option(json), fc.boolean())
  fc.assert(
    fc.property(expression, scopes, (source, [input, x, y, hidden]) => {
      const scope = scopeOf(input, x ?? undefined, y ?? undefined, hidden)
      const answer = compileDirect(compileProgram(source).ast)?.(scope)
      if (answer === undecided || answer === undefined || answer === null) return
      direct++
      expect(answer).toEqual(evaluated(source, scope))
    }),
    { seed, numRuns: 10_000 },
  )
  // Or the test would show nothing.
  expect(direct).toBeGreaterThan(700)
})

test.each([
  "$key & '/step'",
  "$states.context.State.RetryCount + 1",
  "($root := $exists($states.input.`$stepwright`.key) ? $states.input.`$stepwright`.key : $states.context.Execution.Id; $length($root) > 120 ? $hash($root, 'SHA-256') : $root) & '/a'",
  "{'ok': true, 'value': $states.result.value, 'steps': {'n2': {'is': 'known'}}}",
  "$append($list, ['charge-card'])",
  "$append($list, $results.done)",
  "$filter($results, function($r) { $r.ok = false })[0].failure",
  "$millis() + $max([2, $min([10, $floor(($toMillis([$nothing.b, '2025-01-02T03:04:05.006Z'][0]) - $millis()) / 1000)])])",
  "$substring($string({'step': $key, 'error': $nothing.b = 1 ? {'Error': 'a'} : $nothing, 'compensated': $list}), 0, 32768)",
])("what the compiler writes is answered directly: %s", (source) => {
  const values: Readonly<Record<string, Json>> = {
    key: "k",
    list: ["a"],
    nothing: {},
    results: [
      { ok: true, done: ["b"] },
      { ok: false, done: ["c"], failure: "f" },
    ],
  }
  const scope: Scope = { ...scopeOf({}, undefined, { value: 1 }, false), variable: (name) => values[name] }
  const context: Scope["contextField"] = (section, name) =>
    section === "State" && name === "RetryCount" ? 0 : section === "Execution" && name === "Id" ? "id" : undefined
  const answer = compileDirect(compileProgram(source).ast)?.({ ...scope, contextField: context })
  expect(answer).not.toBe(undecided)
  expect(answer).toBeDefined()
})

test("loops within loops, long lists and long texts are left to the evaluation, which counts", () => {
  const long = Array.from({ length: 1000 }, (_, at) => at)
  const scope = scopeOf("x".repeat(5000), long, undefined, false)
  for (const source of [
    "$map([1], function($a) { $map([1], function($b) { $a + $b }) })",
    "$map($x, function($a) { $a })",
    "$append($x, $x)",
    "$states.input & 'a'",
    "$length($states.input)",
    "3 in $x",
    "$string({'a': {'b': $states.input}})",
    "$string({'a': $x, 'b': $x})",
  ]) {
    expect(compileDirect(compileProgram(source).ast)?.(scope) ?? undecided).toBe(undecided)
  }
  const deep = `${"(".repeat(300)}1${") + 1".repeat(300)}`
  expect(compileJsonataTemplate(`{% ${deep} %}`, "Output")(scope)).toBe(301)
})
