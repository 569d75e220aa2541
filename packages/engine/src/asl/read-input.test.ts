import { expect, test } from "vitest"

import { parseDefinition } from "./parse-definition.ts"
import { maxDefinitionBytes } from "./read-input.ts"

const deepText = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`

function deepObject(): unknown {
  let value: unknown = {}
  for (let level = 0; level < 100_000; level++) value = [value]
  return value
}

function cyclic(): unknown {
  const value: Record<string, unknown> = {}
  value["again"] = value
  return value
}

const throwing = {
  get States(): never {
    throw new Error("not today")
  },
}

test.each([
  ["a text that is no JSON", "{,}", "INVALID_JSON_DESCRIPTION"],
  ["nothing", undefined, "INVALID_JSON_DESCRIPTION"],
  ["a function", () => 1, "INVALID_JSON_DESCRIPTION"],
  ["a number that JSON lacks", { StartAt: Number.NaN }, "INVALID_JSON_DESCRIPTION"],
  ["a bigint", { StartAt: 1n }, "INVALID_JSON_DESCRIPTION"],
  ["an object that holds itself", cyclic(), "INVALID_JSON_DESCRIPTION"],
  ["an object that throws", throwing, "INVALID_JSON_DESCRIPTION"],
  ["null", null, "SCHEMA_VALIDATION_FAILED"],
  ["a text that nests 100,000 levels deep", deepText, "TOO_DEEPLY_NESTED"],
  ["an object that nests 100,000 levels deep", deepObject(), "TOO_DEEPLY_NESTED"],
  ["a text of more than 1 MiB", " ".repeat(maxDefinitionBytes + 1), "SCHEMA_VALIDATION_FAILED"],
  [
    "a text of more than 1 MiB in UTF-8",
    JSON.stringify({ Comment: "ü".repeat(maxDefinitionBytes / 2) }),
    "SCHEMA_VALIDATION_FAILED",
  ],
  ["an object of more than 1 MiB", { Comment: "x".repeat(maxDefinitionBytes) }, "SCHEMA_VALIDATION_FAILED"],
  ["an object of millions of values", Array.from({ length: 2_000_000 }, () => 0), "SCHEMA_VALIDATION_FAILED"],
])("%s is one diagnostic, never an exception", (_, input, code) => {
  const { definition, diagnostics } = parseDefinition(input)
  expect(definition).toBeUndefined()
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code])
})

test("members that are undefined are left out, and one named __proto__ is a member", () => {
  const states = JSON.parse('{"__proto__":{"Type":"Succeed"}}') as object
  const { definition, diagnostics } = parseDefinition({ StartAt: "__proto__", States: states, Comment: undefined })
  expect(diagnostics).toEqual([])
  expect(JSON.stringify(definition)).toBe('{"StartAt":"__proto__","States":{"__proto__":{"Type":"Succeed"}}}')
})

test("a text that is no JSON is refused in the words of AWS's parser, and in JavaScript's", () => {
  expect(parseDefinition('{"StartAt": A}').diagnostics).toEqual([
    {
      severity: "ERROR",
      code: "INVALID_JSON_DESCRIPTION",
      message: `Unrecognized token 'A': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)"{"StartAt": A}"; line: 1, column: 14]`,
      detail: expect.stringContaining("JSON"),
    },
  ])
  expect(parseDefinition("{} {}").diagnostics).toEqual([
    { severity: "ERROR", code: "INVALID_JSON_DESCRIPTION", message: expect.stringContaining("JSON") },
  ])
})
