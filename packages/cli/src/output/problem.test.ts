import { describe, expect, it } from "vitest"

import { paint } from "./paint.ts"
import { countProblems, orderProblems, type Problem, renderProblem } from "./problem.ts"

const plain = paint(false)

describe("renderProblem", () => {
  it("shows code, place, the line with a mark, the message and the hint", () => {
    const problem: Problem = {
      severity: "error",
      code: "NAME_TAKEN",
      message: "Two steps are called charge.",
      hint: "Rename one.",
      file: "a.ts",
      line: 12,
      column: 5,
    }
    expect(renderProblem(problem, { paint: plain, sourceLine: () => "\tw.run(charge())" })).toBe(
      [
        "error NAME_TAKEN a.ts:12:5",
        "  12 |  w.run(charge())",
        "     |     ^",
        "  Two steps are called charge.",
        "  → Rename one.",
      ].join("\n"),
    )
  })

  it("shows what is known where there is no line", () => {
    const problem: Problem = { severity: "warning", code: "X", message: "one\ntwo", location: "/States/A" }
    expect(renderProblem(problem, { paint: plain, sourceLine: () => undefined })).toBe(
      "warning X /States/A\n  one\n  two",
    )
  })

  it("cuts a long line around the mark", () => {
    const problem: Problem = { severity: "error", code: "X", message: "m", file: "a.json", line: 1, column: 5001 }
    const source = `${" ".repeat(5000)}here${"x".repeat(5000)}`
    const [, line = "", mark = ""] = renderProblem(problem, { paint: plain, sourceLine: () => source }).split("\n")
    expect(line.length).toBeLessThan(120)
    expect(line.slice(mark.indexOf("^"), mark.indexOf("^") + 4)).toBe("here")
  })

  it("colours only where asked", () => {
    const problem: Problem = { severity: "error", code: "X", message: "m" }
    const escape = String.fromCharCode(27)
    expect(renderProblem(problem, { paint: plain, sourceLine: () => undefined })).not.toContain(escape)
    expect(renderProblem(problem, { paint: paint(true), sourceLine: () => undefined })).toContain(escape)
  })
})

describe("problems together", () => {
  const problems: readonly Problem[] = [
    { severity: "error", code: "B", message: "", file: "b.ts", line: 1 },
    { severity: "warning", code: "A", message: "", file: "a.ts", line: 20 },
    { severity: "error", code: "A", message: "", file: "a.ts", line: 3 },
  ]

  it("stand in the order of files and lines", () => {
    expect(orderProblems(problems).map(({ file, line }) => `${file}:${line}`)).toEqual(["a.ts:3", "a.ts:20", "b.ts:1"])
  })

  it("are counted", () => {
    expect(countProblems(problems)).toBe("2 errors and 1 warning")
    expect(countProblems([])).toBe("")
  })
})
