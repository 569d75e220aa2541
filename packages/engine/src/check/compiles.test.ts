import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import type { Json, JsonObject } from "../asl/json.ts"
import { compileMachine } from "../core/compile-machine.ts"
import { checkDefinition } from "./check-definition.ts"
import { validDefinitions } from "./valid-definitions.fixture.ts"

const seed = process.env["STEPWRIGHT_SEED"]
const parameters = { numRuns: 2500, ...(seed === undefined ? {} : { seed: Number(seed) }) }

/** Values that stand in the right and in the wrong places. */
const replacement: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    "$",
    "$.a",
    "$.a[0]",
    "$.a[*]",
    "$$.Execution.Id",
    "$x",
    "$.a[",
    "a.b",
    "States.UUID()",
    "States.Array(1",
    "States.Format('{}')",
    "{% 1 %}",
    "{% $x %}",
    "{% a %}",
    "{% 1 + %}",
    "{% $states.result %}",
    "{% $states.errorOutput %}",
    "{% x",
    "{%%}",
    "JSONata",
    "JSONPath",
    "INLINE",
    "DISTRIBUTED",
    "States.ALL",
    "A",
    "B",
    "nowhere",
    "",
    "2030-01-01T00:00:00Z",
    null,
    true,
    false,
    0,
    1,
    -1,
    0.5,
    1e9,
    [],
    {},
    [[]],
    ["States.ALL"],
    { a: 1 },
    { "a.$": "$.b" },
    { "a.$": 1 },
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json), // fast-check's JSON values are Json
)

const field = fc.constantFrom(
  "Next",
  "End",
  "Type",
  "Output",
  "Assign",
  "Arguments",
  "Parameters",
  "Result",
  "ResultPath",
  "InputPath",
  "OutputPath",
  "QueryLanguage",
  "Seconds",
  "SecondsPath",
  "Timestamp",
  "TimestampPath",
  "Items",
  "ItemsPath",
  "ItemSelector",
  "Catch",
  "Retry",
  "MaxConcurrencyPath",
  "TimeoutSecondsPath",
  "HeartbeatSeconds",
  "Error",
  "ErrorPath",
  "Condition",
  "Variable",
  "And",
  "Not",
  "StringEquals",
  "StringEqualsPath",
  "IsPresent",
  "Default",
  "Choices",
  "Branches",
  "ItemProcessor",
  "Iterator",
  "ProcessorConfig",
  "Mode",
  "ItemReader",
  "ItemBatcher",
  "ReaderConfig",
  "MaxItemsPath",
  "Credentials",
  "ResultSelector",
  "a.$",
  "__proto__",
)

/** Which value is changed, and how. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom("replace", "remove", "add", "rename"),
  field,
  value: replacement,
})

describe("a definition that passes", () => {
  test("is compiled without a word, however valid definitions are mutated", () => {
    let passed = 0
    fc.assert(
      fc.property(fc.constantFrom(...validDefinitions), fc.array(mutation, { maxLength: 3 }), (valid, mutations) => {
        const mutated = mutations.reduce<Json>(mutate, valid)
        const { definition, diagnostics } = checkDefinition(mutated)
        const failed = diagnostics.some(({ severity }) => severity === "ERROR")
        expect(definition === undefined).toBe(failed)
        if (definition === undefined) return
        passed++
        compileMachine(definition)
      }),
      parameters,
    )
    expect(passed).toBeGreaterThan(parameters.numRuns / 10)
  })

  test.each(validDefinitions.map((definition, index) => [index, definition] as const))(
    "valid definition %i",
    (_, definition) => {
      expect(checkDefinition(definition).diagnostics.filter(({ severity }) => severity === "ERROR")).toEqual([])
      expect(checkDefinition(JSON.stringify(definition)).definition).toEqual(definition)
    },
  )
})

function mutate(
  document: Json,
  {
    at,
    kind,
    field,
    value,
  }: { readonly at: number; readonly kind: string; readonly field: string; readonly value: Json },
): Json {
  const target = Math.floor(at * count(document))
  let seen = -1
  const visit = (node: Json): Json => {
    seen++
    if (Array.isArray(node))
      return (node as readonly Json[]).flatMap((item) => changed(undefined, item).map(([, next]) => next))
    if (typeof node !== "object" || node === null) return node
    return Object.fromEntries(Object.entries(node as JsonObject).flatMap(([name, member]) => changed(name, member)))
  }
  const changed = (name: string | undefined, node: Json): readonly (readonly [string, Json])[] => {
    const own = name ?? ""
    if (seen + 1 !== target) return [[own, visit(node)]]
    seen += count(node)
    if (kind === "remove") return []
    if (kind === "rename") return [[field, node]]
    if (kind === "replace") return [[own, value]]
    const added =
      typeof node === "object" && node !== null && !Array.isArray(node)
        ? { ...(node as JsonObject), [field]: value }
        : value
    return [[own, added]]
  }
  return visit(document)
}

function count(node: Json): number {
  if (typeof node !== "object" || node === null) return 1
  return Object.values(node).reduce<number>((sum, member) => sum + count(member), 1)
}
