import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const pages = globSync(["*.md", "docs/*.md", "docs/decisions/*.md", "packages/*/README.md", "examples/*/README.md"], {
  cwd: root,
})
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly scripts: object } // ours

/** Every match's first group. */
function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, first = ""]) => first)
}

it("finds the pages", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", join("docs", "architecture.md")]))
})

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(root, page), "utf8")

  it("links to files that exist", () => {
    const links = found(text, /\]\((?!https?:)([^)#]+)/g)
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([])
  })

  it("names files and folders that exist", () => {
    // `packages/engine/src/core/state/<kind>.ts` names a file to come: its folder must exist.
    const paths = found(text, /`((?:packages|test|docs|examples|scripts|bench)\/[^\s`*]*)`/g)
    const missing = paths.filter((path) => !existsSync(join(root, path.replace(/[^/]*[<N].*/, ""))))
    expect(missing).toEqual([])
  })

  it("names scripts that exist", () => {
    const names = [...found(text, /npm run ([\w:-]+)/g), ...found(text, /\bnpm (start|test)\b/g)]
    expect(names.filter((name) => !(name in scripts))).toEqual([])
  })
})

it("CONTRIBUTING.md names every step of npm run verify", () => {
  const steps = found(readFileSync(join(root, "scripts/verify.ts"), "utf8"), /\bname: ["`]([a-z]+)/g)
  expect(steps.length).toBeGreaterThan(5)
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8")
  expect(steps.filter((step) => !text.includes(`\`${step}\``))).toEqual([])
})
