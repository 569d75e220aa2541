import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { expect, it } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const page = readFileSync(join(root, "docs/guarantees.md"), "utf8")

/** `file.test.ts`: title, as the page names tests; the title ends at the cell's or the bracket's end. */
const named = [...page.matchAll(/`([\w./-]+\.test\.ts)`(?:: ([^|`]+?)(?=\s+\||\)))?/g)].map(([, file, title]) => ({
  file: file ?? "",
  title,
}))

it("names at least one test for each promise", () => {
  const [promises] = page.split("## Faults")
  const rows = (promises ?? "").split("\n").filter((line) => line.startsWith("| ") && !/^\| (promise|---)/.test(line))
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter((row) => !row.includes(".test.ts`"))).toEqual([])
})

it.each(named)("$file: $title", ({ file, title }) => {
  expect(existsSync(join(root, file))).toBe(true)
  if (title !== undefined) expect(readFileSync(join(root, file), "utf8")).toContain(title)
})
