import { describe, expect, it } from "vitest"

import { scanJson } from "./scan-json.ts"

const machine = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task",
      "Catch": [
        { "Next": "B" }, { "Next": "C" }
      ]
    },
    "a/b[0]": { "Type": "Pass" }
  }
}`

describe("scanJson", () => {
  it.each([
    ["", 1, 1],
    ["/StartAt", 2, 3],
    ["/States/A", 4, 5],
    ["/States/A/Catch[1]", 6, 26],
    ["/States/A/Catch[1]/Next", 6, 28],
    ["/States/a/b[0]/Type", 9, 17],
  ])("finds %s", (location, line, column) => {
    expect(scanJson(machine).positionOf(location)).toEqual({ line, column })
  })

  it("takes a place that does not exist to the nearest part around it", () => {
    const { positionOf } = scanJson(machine)
    expect(positionOf("/States/A/Next")).toEqual({ line: 4, column: 5 })
    expect(positionOf("/States/A/Catch[7]/Next")).toEqual({ line: 5, column: 7 })
    expect(positionOf("/Nowhere")).toEqual({ line: 1, column: 1 })
  })

  it.each([
    ['{"a":1,}', "A key in double quotes is expected here.", 1, 8],
    ['{\n  "a" 1\n}', "A colon is expected after the key.", 2, 7],
    ["[1 2]", "A comma or ] is expected here.", 1, 4],
    ['{"a":1 "b":2}', "A comma or } is expected here.", 1, 8],
    ['{"a":', "The text ends where a value is expected.", 1, 6],
    ['{"a":undefined}', "A value is expected here.", 1, 6],
    ["{} {}", "Something follows the end of the JSON value.", 1, 4],
    ["[01]", "A comma or ] is expected here.", 1, 3],
    ["", "The text ends where a value is expected.", 1, 1],
  ])("says where %s stops being JSON", (text, message, line, column) => {
    expect(scanJson(text).error).toEqual({ message, at: { line, column } })
  })

  it("agrees with JSON.parse on what is JSON", () => {
    const texts = [
      '"\\u12"',
      '"\\x"',
      '"a\tb"',
      "-0.5e+10",
      "1.",
      ".5",
      "tru",
      "[[],{}]",
      ' {"a" : [ null , true ] } ',
      '"\\ud83d"',
      "nul",
      "[,]",
      "{,}",
    ]
    for (const text of texts) expect([text, scanJson(text).error === undefined]).toEqual([text, parses(text)])
  })

  it("refuses a text too deep for the stack, instead of falling over", () => {
    expect(scanJson("[".repeat(100_000)).error?.message).toBe("The text nests more than 1000 levels deep.")
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
