import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import type { Backend } from "@stepwright/engine"
import type { MadeBackend } from "@stepwright/engine/testing"
import { afterAll } from "vitest"

/** Every store that something put around a backend should hold over: each call makes an empty one, and puts it around. */
export const bases: readonly (readonly [name: string, make: (around: (backend: Backend) => Backend) => MadeBackend])[] =
  [
    ["memory", (around) => ({ backend: around(memory()) })],
    ["sqlite", inFile],
  ]

let folder: string | undefined
let files = 0
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

function inFile(around: (backend: Backend) => Backend): MadeBackend {
  folder ??= mkdtempSync(join(tmpdir(), "stepwright-wrapped-"))
  const file = join(folder, `${files++}.db`)
  let backend = around(sqlite({ file }))
  const reopen = async (): Promise<Backend> => {
    await backend.close()
    return (backend = around(sqlite({ file })))
  }
  return { backend, reopen }
}
