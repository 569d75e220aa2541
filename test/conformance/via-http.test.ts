import { fileURLToPath } from "node:url"

import { afterAll, beforeAll, expect, test } from "vitest"

import { readCases } from "./case.ts"
import { type ApiDriver, apiDriver } from "./drivers/api.ts"
import { judge } from "./judge.ts"
import { judgeTestState } from "./test-state.ts"

const cases = readCases(fileURLToPath(new URL("cases", import.meta.url)))
let driver: ApiDriver
beforeAll(async () => {
  driver = await apiDriver("memory")
})
afterAll(() => driver.close?.())

test.each(cases)("AWS's client is given the recorded answer of $id", async (one) => {
  const verdict =
    one.kind === "execution"
      ? await judge(one, driver)
      : one.kind === "validation"
        ? await driver.judgeDefinition(one)
        : await judgeTestState(one, driver.testState)
  expect(verdict).toMatchObject({ outcome: undefined, history: undefined })
})

test("an answer that is not the recorded one is told", async () => {
  const [one] = cases.filter(({ kind }) => kind === "execution")
  if (one?.kind !== "execution") throw new Error("an execution")
  const wrong = { ...one, expected: { ...one.expected, status: "TIMED_OUT" } }
  expect((await judge(wrong, driver)).outcome).toMatch(/^status: /)
})
