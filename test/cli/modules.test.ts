import { afterAll, describe, expect, it } from "vitest"

import { makeScratch, stepwright } from "./command.ts"

const scratch = makeScratch()
afterAll(() => scratch.remove())

interface Report {
  readonly ok: boolean
  readonly problems: readonly {
    readonly code: string
    readonly message: string
    readonly hint: string
    readonly file: string
    readonly line?: number
  }[]
}

async function problemsIn(file: string): Promise<Report["problems"]> {
  const { code, stdout, stderr } = await stepwright(["check", file, "--json"], scratch.path)
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" })
  return (JSON.parse(stdout) as Report).problems // what the command promises
}

describe("a module that cannot be loaded", () => {
  it.each([
    ["an enum", "const a = 1\nenum Colour { Red }\n", "TYPESCRIPT_UNSUPPORTED", 2, "erasableSyntaxOnly"],
    ["a namespace", "namespace N { export const a = 1 }\n", "TYPESCRIPT_UNSUPPORTED", 1, "plain objects"],
    [
      "a parameter property",
      "class C {\n  constructor(readonly a: number) {}\n}\n",
      "TYPESCRIPT_UNSUPPORTED",
      2,
      "erasableSyntaxOnly",
    ],
    ["a syntax error", "const a: number = 1\nconst b = = 2\n", "SYNTAX_INVALID", 2, "syntax"],
    [
      "an import without its extension",
      '// about\nimport { a } from "./shared"\nconsole.log(a)\n',
      "IMPORT_NOT_FOUND",
      2,
      "Write ./shared.ts",
    ],
    [
      "an import of the .js that a .ts becomes",
      '// about\nimport { a } from "./shared.js"\nconsole.log(a)\n',
      "IMPORT_NOT_FOUND",
      2,
      "Write ./shared.ts",
    ],
    ["an import of nothing", 'import "./gone.ts"\n', "IMPORT_NOT_FOUND", 1, "Check the path"],
    [
      "a package that is not installed",
      'import "no-such-package-here"\n',
      "IMPORT_NOT_FOUND",
      1,
      "npm install no-such-package-here",
    ],
    ["a type imported as a value", 'import { T } from "./shared.ts"\n', "IMPORT_MISSING", 1, "import type"],
    ["a module that throws", '\nthrow new RangeError("out of range")\n', "MODULE_FAILED", 2, "--debug"],
    ["a module without workflows", "export const a = 1\n", "WORKFLOW_NOT_EXPORTED", undefined, "Export it"],
  ])("is explained: %s", async (name, text, code, line, hint) => {
    scratch.write("shared.ts", "export const a = 1\nexport type T = string\n")
    const file = scratch.write(`${name.replaceAll(/\W+/g, "-")}.ts`, text)
    const [problem, ...rest] = await problemsIn(file)
    expect(rest).toEqual([])
    expect(problem).toMatchObject({ code, file })
    expect(problem?.line).toBe(line)
    expect(problem?.hint).toContain(hint)
  })

  it("shows the line, no stack trace, and the stack trace with --debug", async () => {
    const file = scratch.write("throws.ts", 'export const a = 1\nthrow new Error("no configuration")\n')
    const brief = await stepwright(["graph", file], scratch.path)
    expect({ code: brief.code, stdout: brief.stdout }).toEqual({ code: 1, stdout: "" })
    expect(brief.stderr).toBe(
      [
        "error MODULE_FAILED throws.ts:2:7",
        '  2 | throw new Error("no configuration")',
        "    |       ^",
        "  Error: no configuration",
        "  → --debug shows the stack trace.",
        "",
        "",
      ].join("\n"),
    )
    expect((await stepwright(["graph", file, "--debug"], scratch.path)).stderr).toMatch(
      /CliError: [\s\S]*\n {4}at [\s\S]*caused by: Error: no configuration\n {4}at /,
    )
    expect((await stepwright(["graph", file], scratch.path, { STEPWRIGHT_DEBUG: "1" })).stderr).toContain("caused by:")
  })

  it.each([
    [["graph", "gone.ts"], "FILE_NOT_FOUND"],
    [["check", "shared.ts", "gone.ts"], "FILE_NOT_FOUND"],
    [["check", "gone.asl.json"], "FILE_NOT_FOUND"],
    [["graph", "."], "FILE_UNREADABLE"],
    [["build", "package.txt", "--out", "out"], "FILE_KIND"],
  ])("is a wrong call where there is none: %s", async (args, code) => {
    scratch.write("package.txt", "")
    const result = await stepwright(args, scratch.path)
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(`error ${code}`)
  })

  it("is coloured only where colour is wanted", async () => {
    const file = scratch.write("coloured.ts", "enum A {}\n")
    const escape = String.fromCharCode(27)
    expect((await stepwright(["graph", file], scratch.path)).stderr).not.toContain(escape)
    expect((await stepwright(["graph", file], scratch.path, { FORCE_COLOR: "1" })).stderr).toContain(escape)
    expect((await stepwright(["graph", file], scratch.path, { FORCE_COLOR: "1", NO_COLOR: "1" })).stderr).not.toContain(
      escape,
    )
  })
})
