import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const read = (page: string): string => readFileSync(join(root, page), "utf8")
const page = read("docs/guarantees.md")
const [promises = ""] = page.split("## Faults")
const sagas = read("docs/sagas.md")
const queues = read("docs/queues.md")

/** `file`: title, as a page names tests; the title ends with the cell or bracket, or where the next test is named. */
function namedIn(text: string): readonly { readonly file: string; readonly title: string }[] {
  return [...text.matchAll(/`([\w./-]+\.ts)`: ([^|`]+?)(?=\. `|\s+\||\))/g)].map(([, file = "", title = ""]) => ({
    file,
    title,
  }))
}

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

  it.each(namedIn(page))("$file: $title", expectTest)
})

describe("docs/sagas.md", () => {
  it("names a test for each line", () => {
    const rows = sagas.split("\n").filter((line) => line.startsWith("| ") && line.includes(".test.ts`: "))
    const heads = sagas.match(/\| proved by +\|/g) ?? []
    const lines = sagas.split("## What it costs")[0]?.match(/^\| .*\|$/gm) ?? []
    expect(rows.length).toBeGreaterThan(20)
    expect(lines.length - 2 * heads.length).toBe(rows.length)
  })

  it.each(namedIn(sagas))("$file: $title", expectTest)
})

describe("docs/queues.md", () => {
  it("names a test for each promise", () => {
    const [, rows = ""] = queues.split("## What is promised")
    const lines = rows.split("## Options")[0]?.match(/^\| .*\|$/gm) ?? []
    expect(lines.length).toBe(namedIn(queues).length + 2)
  })

  it.each(namedIn(queues))("$file: $title", expectTest)
})

function expectTest({ file, title }: { readonly file: string; readonly title: string }): void {
  expect(existsSync(join(root, file))).toBe(true)
  expect(titlesOf(file)).toContain(title)
}
