import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const page = readFileSync(join(root, "docs/guarantees.md"), "utf8")
const [promises = ""] = page.split("## Faults")

/** `file`: title, as the page names tests; the title ends with the cell or bracket, or where the next test is named. */
const named = [...page.matchAll(/`([\w./-]+\.ts)`: ([^|`]+?)(?=\. `|\s+\||\))/g)].map(([, file = "", title = ""]) => ({
  file,
  title,
}))

/** Titles of tests, of groups of tests, and of the contract's clauses. */
function titlesOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8")
  return [...text.matchAll(/(?:\(|\bname: )\s*(["'`])(.*?)\1,/g)].map(([, , title = ""]) => title)
}

describe("docs/guarantees.md", () => {
  it("names a test for each promise", () => {
    const rows = promises.split("\n").filter((line) => line.startsWith("| ") && !/^\| (promise|-+) /.test(line))
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.filter((row) => !/`[\w./-]+\.ts`: /.test(row))).toEqual([])
  })

  it("gives every test's title", () => {
    const files = [...page.matchAll(/`[\w./-]+\.test\.ts`(?!:)/g)].map(([file]) => file)
    expect(files).toEqual(["`test/docs/guarantees.test.ts`"])
  })

  it.each(named)("$file: $title", ({ file, title }) => {
    expect(existsSync(join(root, file))).toBe(true)
    expect(titlesOf(file)).toContain(title)
  })
})
