import { expect, it } from "vitest"

import { isStateMachineFile, parseTarget } from "./target.ts"

it.each([
  ["a.ts", "a.ts", undefined],
  ["a.ts#place-order", "a.ts", "place-order"],
  ["dir#1/a.ts#b", "dir#1/a.ts", "b"],
  ["a.ts#", "a.ts#", undefined],
  ["#a", "#a", undefined],
])("reads %s", (text, file, workflow) => {
  expect(parseTarget(text)).toEqual({ file, workflow })
})

it("tells state machines from modules", () => {
  expect(["a.asl.json", "a.json", "a.ts", "a.mjs"].map(isStateMachineFile)).toEqual([true, true, false, false])
})
