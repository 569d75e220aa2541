// Sizes and import times of the examples' functions, as a table: `npm run bundles`.
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import {
  bundleTasks,
  formatBundleIssue,
  locateHandlers,
  measureImports,
  sizeTable,
} from "@stepwright/adapters/aws/bundle"
import * as orders from "@stepwright/example-orders/handlers"
import * as travel from "@stepwright/example-travel/handlers"

import * as plain from "./lambda/handlers.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const fileOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier))
const handlers = locateHandlers([
  { file: fileOf("./lambda/handlers.ts"), exports: plain },
  { file: fileOf("@stepwright/example-orders/handlers"), exports: orders },
  { file: fileOf("@stepwright/example-travel/handlers"), exports: travel },
])
const outDir = mkdtempSync(join(root, "node_modules", ".bundles-"))
try {
  const { bundles, warnings } = bundleTasks({ handlers, outDir, root })
  console.log(sizeTable(bundles, measureImports(bundles, { runs: 9 })))
  for (const warning of warnings) console.log(formatBundleIssue(warning))
} finally {
  rmSync(outDir, { recursive: true })
}
