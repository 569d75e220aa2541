import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

import { describe, expect, test } from "vitest"

import { drawCase } from "./case.ts"
import { firstViolated } from "./first-violated.ts"
import { explain, runCase } from "./run-case.ts"
import { ownStores, withStore } from "./stores.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const runs = Number(process.env["STEPWRIGHT_RUNS"] ?? 150)

/** What bounds these tests is a count of cases: a busy machine takes longer for them. */
const patient = { timeout: 600_000 }

describe(`random sagas under random faults (STEPWRIGHT_SEED=${seed})`, patient, () => {
  test.each(ownStores)(
    "every effect is kept, undone once in its order, or told of, on %s and in the ASL alone",
    async (store) => {
      await withStore(store, async (backend) => {
        const violated = await firstViolated(seed, { backend }, store === "memory" ? runs : runs / 2)
        expect(violated === undefined ? "" : `case ${violated}\n${await explain(seed, violated, { backend })}`).toBe("")
      })
    },
  )

  test("the same seed and number give the same calls at the same times, on every store", async () => {
    for (const number of [3, 14, 15]) {
      const logs = ownStores.map((store) =>
        withStore(store, async (backend) => (await runCase(drawCase(seed, number), { backend })).calls),
      )
      const [first, ...others] = await Promise.all(logs)
      for (const other of others) expect(other).toEqual(first)
    }
  })
})

describe("the command", () => {
  const run = promisify(execFile)
  const main = fileURLToPath(new URL("main.ts", import.meta.url))
  const fuzz = async (...args: readonly string[]) =>
    await run(process.execPath, ["--conditions=@stepwright/source", main, ...args]).catch(
      (error: unknown) => error as never,
    )

  test("prints its seed, what the cases came to, and the sum", async () => {
    const { stdout } = await fuzz("--seed", "5", "--case", "17", "--backend", "sqlite")
    expect(stdout).toMatch(/^seed 5, sqlite\n[A-Z]+[^\n]* 1\n1 cases, 0 violated, \d+ s\n$/)
  })

  test("refuses what makes no sense", async () => {
    const wrong = (await fuzz("--backend", "paper")) as { readonly code?: number; readonly stderr: string } // a failure has one
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain("--backend is memory or sqlite or redis, not paper")
  })
})
