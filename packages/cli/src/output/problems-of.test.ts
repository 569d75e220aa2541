import { EngineError, InvariantError } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { CliError } from "../errors.ts"
import { problemsOf } from "./problems-of.ts"

describe("problemsOf", () => {
  it("shows files relative to the current folder", () => {
    const error = new CliError("JSON_INVALID", "No.", { at: { file: "/project/b.json", line: 2, column: 3 } })
    expect(problemsOf(error, "/project")).toEqual([
      { severity: "error", code: "JSON_INVALID", message: "No.", hint: error.hint, file: "b.json", line: 2, column: 3 },
    ])
  })

  it("gives every issue of an error that carries several, of whichever copy of the package", () => {
    const issue = {
      code: "NAME_TAKEN",
      message: "Twice.",
      hint: "Once.",
      at: { file: "file:///project/flow.ts", line: 1, column: 1 },
    }
    const error = Object.assign(new Error("two"), {
      name: "DefinitionError",
      issues: [issue, { ...issue, severity: "warning", at: undefined }],
    })
    expect(problemsOf(error, "/project")).toMatchObject([
      { severity: "error", code: "NAME_TAKEN", file: "flow.ts", line: 1 },
      { severity: "warning", code: "NAME_TAKEN" },
    ])
  })

  it("says an engine's hint once", () => {
    const [problem] = problemsOf(new InvariantError("Two and two are five."), "/")
    expect(problem).toMatchObject({
      code: "INVARIANT",
      message: "Two and two are five.",
      hint: "Please report it with the message.",
    })
  })

  it("lists what does not fit a schema", () => {
    const issues = ["a", "b"].map((path) => ({ path, expected: "number", received: "nothing", message: "" }))
    const message =
      "The input does not fit: a: expected number, received nothing; b: expected number, received nothing."
    const [problem] = problemsOf(new EngineError({ code: "INPUT_INVALID", message, issues }), "/")
    expect(problem?.message).toBe(
      "The input does not fit:\n• a: expected number, received nothing\n• b: expected number, received nothing",
    )
    expect(problem?.hint).toBe("Correct what --input holds.")
  })

  it("takes anything else for a fault of ours", () => {
    expect(problemsOf(new TypeError("x is undefined"), "/")).toMatchObject([
      { code: "UNEXPECTED", message: "TypeError: x is undefined" },
    ])
    expect(problemsOf("thrown text", "/")).toMatchObject([{ code: "UNEXPECTED", message: "thrown text" }])
  })
})
