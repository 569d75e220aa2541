import { readFileSync } from "node:fs"

import { afterAll, describe, expect, it } from "vitest"

import { bin, makeScratch, startNode, stepwright } from "./command.ts"

const scratch = makeScratch()
afterAll(() => scratch.remove())

describe("the command line", () => {
  it("tells its version", async () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../packages/cli/package.json", import.meta.url), "utf8"),
    ) as { version: string }
    expect(await stepwright(["--version"], scratch.path)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" })
  })

  it.each([
    [["--help"]],
    [["run", "--help"]],
    [["init", "-h"]],
    [["help", "graph"]],
    [["check", "--help"]],
    [["build", "--help"]],
    [["dlq", "--help"]],
    [["compensate", "--help"]],
    [["dlq", "retry", "--help"]],
  ])("explains itself with examples: %s", async (args) => {
    const { code, stdout, stderr } = await stepwright(args, scratch.path)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatch(/^Usage: stepwright/)
    expect(stdout).toMatch(/\nExamples:\n  stepwright /)
  })

  it.each([
    [["rnu", "x.ts"], "(Did you mean run?)"],
    [["run", "x.ts", "--inptu", "1"], "(Did you mean --input?)"],
    [["graph", "x.ts", "--format", "png"], "Allowed choices are mermaid, svg."],
    [["build", "x.ts"], "'-o, --out <dir>' not specified"],
    [["run"], "missing required argument 'file'"],
    [[], "Usage: stepwright"],
  ])("answers %s with what was meant, and 2", async (args, words) => {
    const { code, stdout, stderr } = await stepwright(args, scratch.path)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toContain(words)
  })

  it("tells an old Node.js in a sentence which one it needs", async () => {
    const old = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})"
    const { code, stdout, stderr } = await startNode(
      ["--import", `data:text/javascript,${old}`, bin, "--version"],
      scratch.path,
    ).ended
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr).toMatch(/^error NODE_TOO_OLD\n {2}stepwright needs Node\.js 22\.18 or newer.*20\.19\.0/)
  })

  it("says so in JSON where JSON was asked for", async () => {
    const { code, stdout } = await stepwright(["run", "--json"], scratch.path)
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: [{ code: "USAGE", message: "missing required argument 'file'" }],
    })
  })
})
