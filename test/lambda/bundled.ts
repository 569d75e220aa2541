import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { type Bundles, bundleTasks, type BundleTasksOptions } from "@stepwright/adapters/aws/bundle"

export const root: string = fileURLToPath(new URL("../..", import.meta.url))

/** Bundles made of the packages' sources. They stand in the repository, so that what is external resolves. */
export interface Bundled extends Bundles, Disposable {
  readonly outDir: string
}

export function bundled(options: Omit<BundleTasksOptions, "outDir" | "root" | "conditions">): Bundled {
  const outDir = mkdtempSync(join(root, "node_modules", ".lambda-"))
  const made = bundleTasks({ ...options, outDir, root, conditions: ["@stepwright/source"] })
  return { ...made, outDir, [Symbol.dispose]: () => rmSync(outDir, { recursive: true, force: true }) }
}
