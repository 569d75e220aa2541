import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { sqlite } from "@stepwright/adapters/sqlite"
import { afterAll, expect, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "stepwright-full-"))
afterAll(() => rmSync(folder, { recursive: true }))

it.skipIf(process.platform === "win32")(
  "a full disk is BACKEND_FAILED, loses the session, and takes nothing that was acknowledged",
  async () => {
    const file = join(folder, "full.db")
    const main = join(import.meta.dirname, "full-disk", "main.ts")
    // No file may grow beyond 2 MB (4096 blocks of 512 bytes, or 1024 in bash); writing more is an error, not a signal.
    const script = `trap '' XFSZ; ulimit -f 4096; exec "$0" --conditions=@stepwright/source "$1" "$2"`
    const said: Record<string, unknown> = JSON.parse(
      execFileSync("sh", ["-c", script, process.execPath, main, file]).toString(),
    )
    const started = said["started"] as readonly string[] // as the script says it
    expect(said).toEqual({
      started,
      start: ["BACKEND_FAILED", true],
      get: "RUNNING",
      tick: ["BACKEND_FAILED", true],
      next: { lost: true },
      handedOut: started.length,
    })
    expect(started.length).toBeGreaterThan(50)
    const backend = sqlite({ file })
    for (const id of started) expect((await backend.executions.get({ id }))?.status).toBe("RUNNING")
    expect(await backend.executions.get({ id: `e${started.length}` })).toBeUndefined()
    expect(await backend.executions.journal({ id: "e0" })).toEqual([])
    await backend.close()
  },
)
