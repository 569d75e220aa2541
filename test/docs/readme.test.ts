import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, startNode, stepwright } from "../cli/command.ts"
import { codeBlocks } from "./code-blocks.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const readme = readFileSync(join(root, "README.md"), "utf8")
const blocks = codeBlocks(readme)

describe("README.md", () => {
  const scratch = makeScratch()
  beforeAll(() => {
    for (const { language, text } of blocks) {
      const name = /^\/\/ (\S+\.ts)\n/.exec(text)?.[1]
      if (language === "ts") scratch.write(name ?? "unnamed.ts", text)
    }
    scratch.write("tsconfig.json", JSON.stringify({ extends: "../../tsconfig.base.json", files: ["main.ts"] }))
  })
  afterAll(() => scratch.remove())

  it("has fewer than 100 lines", () => expect(readme.split("\n").length).toBeLessThan(100))

  it("holds a first workflow that runs", async () => {
    const { code, stdout, stderr } = await startNode(["--conditions=@stepwright/source", "main.ts"], scratch.path).ended
    expect(code, stderr).toBe(0)
    expect(stdout).toContain("shipped: 'on its way to Ada'")
  })

  it("holds a first workflow that compiles", async () => {
    const tsc = createRequire(import.meta.url)
      .resolve("typescript/package.json")
      .replace(/package\.json$/, "bin/tsc")
    const { code, stdout } = await startNode([tsc, "-p", "."], scratch.path).ended
    expect(code, stdout).toBe(0)
  })

  it("holds commands that work as they are written", async () => {
    const commands = blocks.flatMap(({ text }) => text.split("\n")).filter((line) => line.startsWith("npx stepwright "))
    expect(commands).toHaveLength(4)
    for (const command of commands) {
      const words = (command.replace(/ #.*$/, "").match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ""))
      const { code, stderr } = await stepwright(words.slice(2), scratch.path)
      expect(code, `${command}\n${stderr}`).toBe(0)
    }
  })
})
