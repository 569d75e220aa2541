import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { backendContract } from "@stepwright/engine/testing"
import { afterAll } from "vitest"

import { sqlite } from "./sqlite.ts"

const folder = mkdtempSync(join(tmpdir(), "stepwright-sqlite-"))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

await backendContract({
  make() {
    const file = join(folder, `${files++}.db`)
    let backend = sqlite({ file })
    const reopen = async (): Promise<typeof backend> => {
      await backend.close()
      return (backend = sqlite({ file }))
    }
    return { backend, reopen }
  },
})
