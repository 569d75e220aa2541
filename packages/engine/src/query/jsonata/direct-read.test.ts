import * as fc from "fast-check"
import { expect, test } from "vitest"

import type { Json } from "../../asl/json.ts"
import { nodeEnvironment } from "../../runtime/node-environment.ts"
import { provideEnvironment } from "../environment.ts"
import type { Scope } from "../scope.ts"
import { compileJsonataTemplate } from "./template.ts"

provideEnvironment(nodeEnvironment)

const names = ["a", "b", "input", "length", "__proto__", "$stepwright"]
const seed = Number(process.env["STEPWRIGHT_SEED"] ?? 20_261_125)

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, 1.5, "", "text", "Infinity"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...names), tie("value")), { maxLength: 3 }).map(Object.fromEntries),
  ),
})).value

function scopeOf(input: Json, variable: Json | undefined, result: Json | undefined): Scope {
  const context: Json = { Execution: { Id: "id", Name: "name" }, State: { Name: "s", RetryCount: 2 } }
  return {
    input,
    result,
    nowMs: 0,
    seed: "seed",
    context: () => context,
    contextField: (section, name) => (section === "Execution" && name === "Id" ? "id" : undefined),
    variable: (name) => (name === "a" ? variable : undefined),
  }
}

function outcome(expression: string, scope: Scope): unknown {
  try {
    return { value: compileJsonataTemplate(`{% ${expression} %}`, "Output")(scope) }
  } catch (error) {
    return { error: (error as { readonly error?: string }).error }
  }
}

const start = fc.constantFrom(
  "$states.input",
  "$states.result",
  "$states.errorOutput",
  "$a",
  "$nothing",
  "$states.other",
)
const path = fc.array(
  fc.constantFrom(...names).map((name) => `.\`${name}\``),
  { maxLength: 3 },
)
const contexts = ["Execution.Id", "Execution.Name", "Execution", "State.RetryCount", "State.Nothing", "Nothing.Id"]
const reads = fc.oneof(
  fc.tuple(start, path).map(([first, rest]) => `${first}${rest.join("")}`),
  fc.constantFrom(...contexts).map((field) => `$states.context.${field}`),
)

test("what is read directly is what the evaluation of the whole of $states comes to", () => {
  fc.assert(
    fc.property(reads, json, fc.option(json), fc.option(json), (expression, input, variable, result) => {
      const scope = scopeOf(input, variable ?? undefined, result ?? undefined)
      // Bound by the expression itself, $states is a value like any other: nothing of it can be read directly.
      const bound = `($states := $merge([$states, {}]); $a := $a; ${expression})`
      expect(outcome(expression, scope)).toEqual(outcome(bound, scope))
      expect(outcome(`(${expression}; ${expression})`, scope)).toEqual(outcome(bound, scope))
    }),
    { seed, numRuns: 2000 },
  )
})

test("a name that the expression binds is its own", () => {
  const scope = scopeOf({ a: 1 }, 7, undefined)
  expect(outcome("($states := {'input': {'a': 2}}; $states.input.a)", scope)).toEqual({ value: 2 })
  expect(outcome("($a := 2; $a)", scope)).toEqual({ value: 2 })
  expect(outcome("$a", scope)).toEqual({ value: 7 })
})

test("an object of the data is no function, whatever its members are called", () => {
  const scope = scopeOf({ isFunction: true, n: 1 }, undefined, undefined)
  expect(outcome("[$type($states.input), $states.input.n]", scope)).toEqual({ value: ["object", 1] })
  expect(outcome("$states.input", scope)).toEqual({ value: { isFunction: true, n: 1 } })
})
