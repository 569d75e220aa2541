import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { afterAll, describe, expect, it } from "vitest"

import { makeScratch, startNode } from "../cli/command.ts"
import { codeBlocks } from "./code-blocks.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const tsc = createRequire(import.meta.url)
  .resolve("typescript/package.json")
  .replace(/package\.json$/, "bin/tsc")

/** What the blocks of a page leave to the reader. */
const left: Readonly<Record<string, string>> = {
  adapters: `declare const myBackend: () => import("@stepwright/engine").Backend\n`,
  cli: `declare const placeOrder: import("@stepwright/dsl").Workflow<{ readonly id: string }>\ndeclare const order: { readonly id: string }\n`,
  dsl: "",
  engine: "",
  queues: "",
}

describe("packages/*/README.md and docs/queues.md", () => {
  const scratch = makeScratch()
  afterAll(() => scratch.remove())

  it("of packages have at most 60 lines", () => {
    for (const name of Object.keys(left)) {
      if (name !== "queues") expect(readmeOf(name).split("\n").length, name).toBeLessThanOrEqual(61)
    }
  })

  it("hold code that compiles", async () => {
    const files = Object.entries(left).flatMap(([name, prelude]) =>
      codeBlocks(readmeOf(name))
        .filter(({ language }) => language === "ts")
        .map(({ text }, index) => scratch.write(`${name}-${index}.ts`, `${prelude}${text}`)),
    )
    expect(files.length).toBeGreaterThanOrEqual(Object.keys(left).length)
    const compilerOptions = { noUnusedLocals: false }
    scratch.write("tsconfig.json", JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions, files }))
    const { code, stdout } = await startNode([tsc, "-p", "."], scratch.path).ended
    expect(code, stdout).toBe(0)
  })

  it("hold an engine that runs", async () => {
    const [block] = codeBlocks(readmeOf("engine"))
    scratch.write("engine.ts", block?.text ?? "")
    const { code, stdout, stderr } = await startNode(["--conditions=@stepwright/source", "engine.ts"], scratch.path)
      .ended
    expect(code, stderr).toBe(0)
    expect(stdout).toContain("SUCCEEDED")
    expect(stdout).toContain("Dear Ada")
  })
})

function readmeOf(name: string): string {
  return readFileSync(join(root, name === "queues" ? "docs/queues.md" : `packages/${name}/README.md`), "utf8")
}
