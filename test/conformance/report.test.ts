import { expect, test } from "vitest"

import { readOptions } from "./options.ts"
import { report } from "./report.ts"

test("each failure has a line with its first difference, each area its shares, and the last line the sums", () => {
  const lines: string[] = []
  report(
    [
      { id: "a", area: "wait", outcome: undefined, history: undefined },
      { id: "b", area: "wait", outcome: undefined, history: "event 3: X, recorded Y" },
      { id: "c", area: "choice", outcome: "status: FAILED, recorded SUCCEEDED", history: undefined },
    ],
    (line) => lines.push(line),
  )
  expect(lines).toEqual([
    "FAIL wait/b: history: event 3: X, recorded Y",
    "FAIL choice/c: status: FAILED, recorded SUCCEEDED",
    "area    outcome   outcome+history",
    "choice  0/1       0/1",
    "wait    2/2       1/2",
    "1 passed, 2 failed",
  ])
})

test("options have defaults, and each that makes no sense says so", () => {
  expect(readOptions(["--cases", "dir"])).toMatchObject({ cases: "dir", backend: "core", kind: "execution" })
  expect(readOptions(["--cases", "dir", "--area", "a,b", "--require", "99.5"])).toMatchObject({
    areas: ["a", "b"],
    require: 99.5,
  })
  expect(() => readOptions([])).toThrow("--cases DIR is missing")
  expect(() => readOptions(["--cases", "d", "--backend", "paper"])).toThrow("--backend is one of")
  expect(() => readOptions(["--cases", "d", "--require", "101"])).toThrow("--require is a percentage")
})
