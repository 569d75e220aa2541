import { fileURLToPath } from "node:url"

import { afterAll, expect, test } from "vitest"

import { readCases } from "./case.ts"
import { driverFor } from "./drivers/index.ts"
import { judge } from "./judge.ts"

const cases = readCases(fileURLToPath(new URL("cases", import.meta.url))).filter(({ kind }) => kind === "execution")
const driver = driverFor("redis")
afterAll(() => driver.close?.())

test.each(cases)("the engine on redis passes $id", async (one) => {
  if (one.kind !== "execution") throw new Error("an execution")
  const { outcome, history } = await judge(one, driver)
  expect({ outcome, history }).toEqual({ outcome: undefined, history: undefined })
})
