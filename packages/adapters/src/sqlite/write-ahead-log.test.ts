import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { AdapterError, type Commit } from "@stepwright/engine"
import { afterAll, expect, it } from "vitest"

import { sqlite } from "./sqlite.ts"

const folder = mkdtempSync(join(tmpdir(), "stepwright-log-"))
afterAll(() => rmSync(folder, { recursive: true }))

it("is written back as it grows, and is gone when the backend is closed", async () => {
  const file = join(folder, "log.db")
  const backend = sqlite({ file })
  const plan = "a".repeat(64)
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  const common = { machine: "m", name: "n", plan, header: "{}", input: "{}", startedAt: 0 }
  await backend.executions.start({ id: "e", ...common })
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  await backend.sessions.tick({ session, now: 0, commits: [], want: 1 })
  let longest = 0
  for (let length = 0; length < 120; length++) {
    const commits: readonly Commit[] = [{ execution: "e", expected: length, facts: ["x".repeat(500_000)] }]
    await backend.sessions.tick({ session, now: 0, commits, want: 0 })
    longest = Math.max(longest, statSync(`${file}-wal`).size)
  }
  expect(longest).toBeLessThan(20_000_000)
  expect(statSync(file).size).toBeGreaterThan(40_000_000)
  await backend.close()
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined()
  const calling = backend.executions.get({ id: "e" })
  await expect(calling).rejects.toSatisfy((error) => AdapterError.is(error) && error.code === "BACKEND_CLOSED")
})
