import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { CliError } from "./errors.ts"
import { readInput } from "./input.ts"

describe("readInput", () => {
  let cwd = ""
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "stepwright-input-"))
    writeFileSync(join(cwd, "ok.json"), '{"a": [1]}\n')
    writeFileSync(join(cwd, "bad.json"), '{\n  "a": nope\n}')
  })
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))

  it.each([
    ["ok.json", { a: [1] }],
    ['{"b":2}', { b: 2 }],
    ["[1]", [1]],
    ['"text"', "text"],
    ["null", null],
    ["-1.5", -1.5],
  ])("reads %s", (given, value) => {
    expect(readInput(given, cwd)).toEqual(value)
  })

  it("says where a file is not JSON", () => {
    const error = caught(() => readInput("bad.json", cwd))
    expect(error).toMatchObject({
      code: "JSON_INVALID",
      exitCode: 2,
      at: { file: join(cwd, "bad.json"), line: 2, column: 8 },
    })
  })

  it("says where text is not JSON", () => {
    expect(caught(() => readInput('{"a":}', cwd)).message).toBe(
      "The value of --input is not JSON: A value is expected here. (line 1, column 6)",
    )
  })

  it("takes what is neither for a file that is missing", () => {
    expect(caught(() => readInput("order.json", cwd)).code).toBe("FILE_NOT_FOUND")
    expect(caught(() => readInput("2024.json", cwd)).code).toBe("FILE_NOT_FOUND")
  })
})

function caught(run: () => unknown): CliError {
  try {
    run()
  } catch (error) {
    if (error instanceof CliError) return error
    throw error
  }
  throw new Error("nothing was thrown")
}
