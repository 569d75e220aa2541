import { expect, test } from "vitest"

import { parseDefinition } from "./parse-definition.ts"
import { renderDiagnostics } from "./render-diagnostics.ts"

const text = `{
  "StartAt": "Charg",
  "States": {
    "Charge": { "Type": "Pass", "Result": "$.a", "End": true }
  }
}`
const { diagnostics } = parseDefinition(text)

test("every problem shows where it is and what was probably meant, in the text's order", () => {
  expect(renderDiagnostics(diagnostics, { text, file: "orders.asl.json" })).toBe(`\
orders.asl.json:2:14 error MISSING_TRANSITION_TARGET /StartAt
  Missing 'Next' target: Charg
  Did you mean 'Charge'?
  2 |   "StartAt": "Charg",
                   ^

orders.asl.json:4:43 warning PASS_RESULT_IS_STATIC /States/Charge/Result
  The Result of a Pass state is static: paths in it are not evaluated; use Parameters
  4 |     "Charge": { "Type": "Pass", "Result": "$.a", "End": true }
                                                ^

orders.asl.json:4:15 error MISSING_TRANSITION_TARGET /States/Charge
  State "Charge" is not reachable.
  4 |     "Charge": { "Type": "Pass", "Result": "$.a", "End": true }
                    ^

2 errors, 1 warning
`)
})

test("without a text only the locations are shown", () => {
  expect(renderDiagnostics(diagnostics.slice(0, 1))).toBe(
    "error MISSING_TRANSITION_TARGET /StartAt\n  Missing 'Next' target: Charg\n  Did you mean 'Charge'?\n\n1 error\n",
  )
})

test("colours are used only where asked for", () => {
  expect(renderDiagnostics(diagnostics.slice(0, 1), { color: true })).toContain("\u001B[31merror\u001B[0m")
  expect(renderDiagnostics(diagnostics)).not.toContain("\u001B")
})

test("a long line is cut around the place", () => {
  const long = JSON.stringify({ Comment: "x".repeat(300), StartAt: "A", States: {} })
  const shown = renderDiagnostics(parseDefinition(long).diagnostics.slice(0, 1), { text: long })
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThan(120)
  expect(shown).toContain('"StartAt":"A"')
})

test("of a text that AWS quotes, the line and column are shown", () => {
  const text = '{\n"StartAt": A'
  const shown = renderDiagnostics(parseDefinition(text).diagnostics, { text })
  expect(shown).toMatch(/^ {2}Unrecognized token 'A': was expecting .* at line 2, column 13$/m)
})

test("nothing wrong, nothing shown; no JSON, no places", () => {
  expect(renderDiagnostics([])).toBe("")
  const broken = "{"
  expect(renderDiagnostics(parseDefinition(broken).diagnostics, { text: broken, file: "a.json" })).toMatch(
    /^a\.json error INVALID_JSON/,
  )
})
