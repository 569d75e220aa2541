import type { Json, JsonObject } from "@stepwright/engine/asl"
import { checkDefinition } from "@stepwright/engine/check"
import { describe, expect, test } from "vitest"

/** Ways to get a state wrong, one mistake each. */
const wrong: readonly ((name: string) => JsonObject)[] = [
  () => ({ Type: "Pass", Next: "Nowhere" }),
  () => ({ Type: "Pass", End: true, Parameters: { "a.$": "$.b[" } }),
  () => ({ Type: "Wait", Seconds: -1, End: true }),
  () => ({ Type: "Task", End: true }),
  () => ({ Type: "Choice", Choices: [{ Variable: "$.a", NumericEquals: "1", Next: "S0" }] }),
  () => ({ Type: "Pass", QueryLanguage: "JSONata", Output: "{% 1 + %}", End: true }),
  () => ({ Type: "Map", End: true }),
  () => ({ Type: "Nothing", End: true }),
  () => ({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Retry: [{ ErrorEquals: [] }], End: true }),
  () => ({ Type: "Fail", ErrorPath: "a.b" }),
]

test("a hundred mistakes get a hundred diagnostics, each with its place", () => {
  const States: Record<string, Json> = {}
  for (let at = 0; at < 100; at++) States[`S${at}`] = wrong[at % wrong.length]?.(`S${at}`) ?? null
  const { diagnostics } = checkDefinition({ StartAt: "S0", States })
  const errors = diagnostics.filter(({ severity }) => severity === "ERROR")
  for (let at = 0; at < 100; at++) {
    const own = errors.filter(
      ({ location = "" }) => location === `/States/S${at}` || location.startsWith(`/States/S${at}/`),
    )
    expect([at, own.length]).not.toEqual([at, 0])
  }
  expect(errors.every(({ code, message }) => code.length > 0 && message !== "")).toBe(true)
})

describe("JSON that is deep or large", () => {
  const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`

  test.each([
    ["a hundred thousand objects deep", deep(100_000)],
    ["a million lists deep", "[".repeat(1_000_000)],
    ["deep, and cut off", '{"a":['.repeat(50_000)],
  ])("as a definition %s is refused", (_, text) => {
    const { diagnostics } = checkDefinition(text)
    expect(["TOO_DEEPLY_NESTED", "INVALID_JSON_DESCRIPTION", "SCHEMA_VALIDATION_FAILED"]).toContain(
      diagnostics[0]?.code,
    )
  })

  test("as an object is refused, too", () => {
    let value: Json = 1
    for (let depth = 0; depth < 100_000; depth++) value = { a: value }
    expect(
      checkDefinition({ StartAt: "A", States: { A: { Type: "Pass", Result: value, End: true } } }).diagnostics[0]?.code,
    ).toBe("TOO_DEEPLY_NESTED")
  })

  test("of two million bytes is refused as beyond the quota", () => {
    const text = JSON.stringify({
      StartAt: "A",
      States: { A: { Type: "Pass", Result: "x".repeat(2_000_000), End: true } },
    })
    expect(checkDefinition(text).diagnostics).toMatchObject([{ severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED" }])
  })
})
