import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"

import { afterAll, describe, expect, it } from "vitest"

import { makeScratch, startNode, stepwright } from "../cli/command.ts"
import { codeBlocks } from "./code-blocks.ts"

const page = readFileSync(fileURLToPath(new URL("../../docs/workers.md", import.meta.url)), "utf8")
const tsc = createRequire(import.meta.url)
  .resolve("typescript/package.json")
  .replace(/package\.json$/, "bin/tsc")

describe("docs/workers.md", () => {
  const scratch = makeScratch()
  afterAll(() => scratch.remove())

  it("holds code that compiles", async () => {
    const prelude = `declare const client: import("@stepwright/engine").Client\ndeclare const id: string\n`
    const blocks = codeBlocks(page).filter(({ language }) => language === "ts")
    expect(blocks).toHaveLength(2)
    const files = blocks.map(({ text }, index) => scratch.write(`block-${index}.ts`, `${prelude}${text}\nexport {}\n`))
    const compilerOptions = { noUnusedLocals: false }
    scratch.write("tsconfig.json", JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions, files }))
    const { code, stdout } = await startNode([tsc, "-p", scratch.path, "--noEmit"], scratch.path).ended
    expect(stdout).toBe("")
    expect(code).toBe(0)
  })

  it("tells every option of the command", async () => {
    const { stdout } = await stepwright(["worker", "--help"], scratch.path)
    const options = [...stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name = ""]) => name)
    expect(options.length).toBeGreaterThan(10)
    expect(options.filter((name) => !page.includes(`\`${name}`))).toEqual([])
  })
})
