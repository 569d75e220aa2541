import { expect, test } from "vitest"

import { exceptions } from "./exceptions.ts"
import type { Verdict } from "./judge.ts"
import { readOptions } from "./options.ts"
import { report } from "./report.ts"

const verdict: Omit<Verdict, "id" | "area"> = { kind: "execution", outcome: undefined, history: undefined }

test("each failure has a line with its first difference, each area its shares, and the last line the sums", () => {
  const lines: string[] = []
  report(
    [
      { ...verdict, id: "a", area: "wait" },
      { ...verdict, id: "b", area: "wait", history: "event 3: X, recorded Y" },
      { ...verdict, id: "c", area: "choice", outcome: "status: FAILED, recorded SUCCEEDED" },
    ],
    (line) => lines.push(line),
  )
  expect(lines).toEqual([
    "FAIL wait/b: history: event 3: X, recorded Y",
    "FAIL choice/c: status: FAILED, recorded SUCCEEDED",
    "area    outcome   outcome+history",
    "choice  0/1       0/1",
    "wait    2/2       1/2",
    "execution: 1 passed, 2 failed",
    "1 passed, 2 failed",
  ])
})

test("a recording that cannot be right is told apart, and one that is right after all fails", () => {
  const [[id, why] = ["", ""]] = Object.entries(exceptions)
  const told = (outcome: string | undefined): readonly string[] => {
    const lines: string[] = []
    report([{ ...verdict, kind: "testState", id, area: "a", outcome }], (line) => lines.push(line))
    return lines
  }
  expect(told("output: 1, recorded 2")).toContain(`EXCEPTION a/${id}: ${why}`)
  expect(told("output: 1, recorded 2").at(-2)).toBe("testState: 0 passed, 0 failed, 1 whose recording cannot be right")
  expect(told(undefined)[0]).toContain("it passes, so it is no exception")
  expect(told(undefined).at(-1)).toBe("0 passed, 1 failed")
})

test("options have defaults, and each that makes no sense says so", () => {
  expect(readOptions(["--cases", "dir"])).toMatchObject({ cases: "dir", backend: "core", kind: undefined })
  expect(readOptions(["--cases", "dir", "--area", "a,b", "--require", "99.5"])).toMatchObject({
    areas: ["a", "b"],
    require: 99.5,
  })
  expect(readOptions(["--help"])).toBe("help")
  expect(() => readOptions([])).toThrow("--cases DIR is missing")
  expect(() => readOptions(["--cases", "d", "--table", "f"])).toThrow("--table needs both")
  expect(() => readOptions(["--cases", "d", "--backend", "paper"])).toThrow("--backend is one of")
  expect(() => readOptions(["--cases", "d", "--require", "101"])).toThrow("--require is a percentage")
})
