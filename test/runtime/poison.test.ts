import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterAll, it } from "vitest"

import { livesOfPoison } from "./poison-lives.ts"

const folder = mkdtempSync(join(tmpdir(), "stepwright-poison-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("parks an execution that keeps killing its process, and the process lives on", () => {
  livesOfPoison(join(folder, "poison.sqlite"))
})
