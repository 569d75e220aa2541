import { expect, test } from "vitest"

import { reasonToLeaveOut } from "./left-out.ts"
import { evaluateOurs, type Outcome, sameValue } from "./run.ts"
import { type Expected, readSuite, suiteFolder } from "./suite.ts"

const folder = suiteFolder()
if (folder === undefined) {
  process.stdout.write("skipped: no cases of the JSONata project (set STEPWRIGHT_JSONATA_SUITE to their folder)\n")
}

test.skipIf(folder === undefined)("the JSONata project's own cases come out as they say", () => {
  const cases = readSuite(folder ?? "")
  const applying = cases.filter(({ id }) => reasonToLeaveOut(id) === undefined)
  const failures = applying.flatMap(({ id, source, input, bindings, expected, unordered }) => {
    const difference = differenceFrom(expected, evaluateOurs(source, input, bindings), unordered)
    return difference === undefined ? [] : [`${id}: ${difference}`]
  })
  process.stdout.write(
    `JSONata's own cases: ${applying.length - failures.length} passed, ${failures.length} failed, ${cases.length - applying.length} left out\n`,
  )
  expect(failures).toEqual([])
  expect(applying.length).toBeGreaterThan(1000)
})

function differenceFrom(expected: Expected, outcome: Outcome, unordered: boolean): string | undefined {
  if (expected.kind === "error") {
    const { code, token } = expected
    if (outcome.code === code && (token === undefined || token === outcome.token)) return undefined
    return `${JSON.stringify(outcome)}, expected the error ${code} ${token ?? ""}`
  }
  if (outcome.code !== undefined) return `failed with ${outcome.code}, expected ${JSON.stringify(expected.value)}`
  const [left, right] = unordered ? [sorted(outcome.value), sorted(expected.value)] : [outcome.value, expected.value]
  return sameValue(left, right) ? undefined : `${JSON.stringify(left)}, expected ${JSON.stringify(right)}`
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value
}
