import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import type { Backend } from "@stepwright/engine"
import { afterAll } from "vitest"

/** Opens a backend that nobody has used. */
export type Open = () => Backend | Promise<Backend>

export const openMemory: Open = memory

/** Opens files in a folder that goes with the tests. */
export function sqliteFiles(): Open {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-clients-"))
  let files = 0
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return () => sqlite({ file: join(folder, `${files++}.sqlite`) })
}
