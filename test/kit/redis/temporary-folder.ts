import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { whenWeAreGone } from "./bound-to-us.ts"

/** A folder that goes with this process. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "stepwright-redis-"))
  const callOff = whenWeAreGone('sleep 1; rm -rf "$1"', path)
  return {
    path,
    remove() {
      callOff()
      rmSync(path, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
