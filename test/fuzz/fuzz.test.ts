import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import { runCase, shrunk } from "./case.ts"
import { seeds } from "./definitions.ts"
import { runTarget } from "./run-target.ts"
import { refusal, type Target } from "./target.ts"
import { targets } from "./targets.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const runs = Number(process.env["STEPWRIGHT_RUNS"] ?? 150)

describe(`nothing breaks (STEPWRIGHT_SEED=${seed})`, () => {
  test.each(targets)("$about", (target) => {
    const broken: string[] = []
    for (let number = 0; number < runs && broken.length === 0; number++) {
      try {
        runCase(target, seed, number)
      } catch {
        broken.push(`case ${number}: ${shrunk(target, seed, number)}`)
      }
    }
    expect(broken).toEqual([])
  })
})

test("what mutations begin with is taken", () => {
  const definitions = targets.find(({ name }) => name === "definitions") as Target // there is one
  expect(seeds.map((definition) => definitions.run(definition))).toEqual([
    { refused: "(a name of the author's)" },
    { taken: true },
  ])
})

describe("the fuzzer finds", () => {
  const saboteur = new URL("saboteur-worker.ts", import.meta.url)
  const given = { seed: 1, from: 0, milliseconds: 20_000 }

  test("a refusal without a code", () => {
    const target: Target = {
      name: "x",
      about: "",
      inputs: fc.nat(100),
      run: (n) => refusal((n as number) < 60 ? "E" : "", n),
    }
    const numbers = Array.from({ length: 40 }, (_, number) => number)
    const failing = numbers.find((number) => {
      try {
        runCase(target, 1, number)
        return false
      } catch {
        return true
      }
    })
    expect(failing).toBeDefined()
    expect(shrunk(target, 1, failing ?? 0)).toMatch(/a refusal without a code: 60[^]*input: 60/)
  })

  test("a case that hangs", async () => {
    const { failures, slowest } = await runTarget({ ...given, name: "hangs" }, saboteur, 1000)
    expect(failures).toEqual([expect.stringContaining("case 3: hangs: it took more than")])
    expect(failures[0]).toContain("npm run fuzz -- --target hangs --seed 1 --case 3")
    expect(slowest.number).toBe(3)
  })

  test.each([
    ["throws", "case 3: takes its thread down: Error: out of the blue"],
    ["exits", "case 3: ends its thread with 7"],
  ])("a case that %s", async (name, told) => {
    const { failures } = await runTarget({ ...given, name }, saboteur)
    expect(failures).toEqual([expect.stringContaining(told)])
  })
})

describe("the command", () => {
  const run = promisify(execFile)
  const main = fileURLToPath(new URL("main.ts", import.meta.url))
  const fuzz = async (...args: readonly string[]) =>
    await run(process.execPath, ["--conditions=@stepwright/source", main, ...args]).catch(
      (error: unknown) => error as never,
    )

  test("prints its seed, figures by target, and the sum; the same seed gives the same case", async () => {
    const { stdout } = await fuzz("--target", "test-state", "--seed", "5", "--case", "17")
    expect(stdout).toMatch(
      /^seed 5\ntest-state +1 cases, 0 failed; slowest \d+ ms \(case 17\)\n {2}\S+ 1\n1 cases, 0 failed\n$/,
    )
    expect((await fuzz("--target", "test-state", "--seed", "5", "--case", "17")).stdout.split("\n")[2]).toBe(
      stdout.split("\n")[2],
    )
  })

  test("refuses what makes no sense", async () => {
    const wrong = (await fuzz("--target", "nobody")) as { readonly code?: number; readonly stderr: string } // a failure has one
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain("there is no target 'nobody': definitions,")
  })
})
