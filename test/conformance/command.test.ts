import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { afterAll, beforeAll, describe, expect, test } from "vitest"

import { type Ended, startNode } from "../cli/command.ts"
import { type ExecutionCase, readCases } from "./case.ts"
import { peerAgrees } from "./peer.ts"

const main = fileURLToPath(new URL("main.ts", import.meta.url))
const cases = fileURLToPath(new URL("cases", import.meta.url))
const count = readdirSync(cases).length
let folder = ""

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "conformance-command-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: readonly string[]): Promise<Ended> {
  return startNode(["--conditions=@stepwright/source", main, ...args], folder).ended
}

/** A folder with one case, which expects another output. */
function folderOfWrongCase(): string {
  const wrong = readFileSync(join(cases, "choice-of-rules.json"), "utf8").replaceAll('"output": "large"', '"output": 1')
  writeFileSync(join(folder, "wrong.json"), wrong)
  return folder
}

describe("a run", () => {
  test.each(["core", "memory", "sqlite"])("on %s ends with the sums, and writes its verdicts", async (backend) => {
    const json = join(folder, `${backend}.verdicts`)
    const { code, stdout } = await run("--cases", cases, "--backend", backend, "--require", "100", "--json", json)
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(`${count} passed, 0 failed`)
    expect(code).toBe(0)
    expect(JSON.parse(readFileSync(json, "utf8"))).toHaveLength(count)
  })

  test("of a wrong case names the first difference, and fails where more was required", async () => {
    const wrong = folderOfWrongCase()
    const lenient = await run("--cases", wrong)
    expect(lenient.stdout).toContain('FAIL choice/choice-of-rules: outcome.output: "large", recorded 1\n')
    expect(lenient.stdout).toMatch(/\n0 passed, 1 failed\n$/)
    expect(lenient.code).toBe(0)
    expect((await run("--cases", wrong, "--require", "95")).code).toBe(1)
  })

  test("of some areas looks at theirs only", async () => {
    const { stdout } = await run("--cases", cases, "--area", "wait,map")
    expect(stdout).toMatch(/\n3 passed, 0 failed\n$/)
  })
})

test.each<[string, readonly string[], string]>([
  ["no folder", [], "--cases DIR is missing\nusage:"],
  ["an unknown option", ["--case", "x"], "Unknown option '--case'"],
  ["an unknown backend", ["--cases", cases, "--backend", "paper"], "--backend is one of core, memory, sqlite"],
  ["a share of more than all", ["--cases", cases, "--require", "101"], "--require is a percentage, not 101\nusage:"],
  ["a folder that is not there", ["--cases", join(cases, "none")], "cannot read the cases of"],
  ["a folder without cases", ["--cases", join(cases, "..")], "it holds no *.json"],
  ["an area without cases", ["--cases", cases, "--area", "wait,tides"], "no case of area tides; there are activity,"],
])("%s is refused with what is wrong", async (_, args, complaint) => {
  const { code, stdout, stderr } = await run(...args)
  expect(stderr).toContain(complaint)
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
})

describe("the peer", () => {
  test("is asked for the same end, and a wrong one is told apart", async () => {
    const choice = readCases(cases).find(({ area }) => area === "choice") as ExecutionCase // there is one
    expect(await peerAgrees(choice)).toBe(true)
    expect(await peerAgrees({ ...choice, expected: { ...choice.expected, status: "ABORTED" } })).toBe(false)
  })
})
