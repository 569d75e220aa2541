// Writes docs/errors.md from the registries of error codes. `--check` fails when the page is stale.
import { readFileSync, writeFileSync } from "node:fs"
import { parseArgs } from "node:util"

import { renderErrors } from "../test/docs/render-errors.ts"

const page = "docs/errors.md"
const text = renderErrors()

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } })
if (values.check) {
  const current = readFileSync(page, "utf8")
  if (current !== text) console.error(`${page} is stale: run \`npm run errors\``)
  process.exitCode = current === text ? 0 : 1
} else {
  writeFileSync(page, text)
  console.log(`wrote ${page}`)
}
