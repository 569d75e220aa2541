import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

import { memory } from "@stepwright/adapters/memory"
import { describe, expect, test } from "vitest"

import { drawCase } from "./case.ts"
import { explain, runCase, type Running } from "./run-case.ts"
import { saboteurs, type Saboteur } from "./saboteurs.ts"
import { ownStores, withStore } from "./stores.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const runs = Number(process.env["STEPWRIGHT_RUNS"] ?? 150)

/** The first case that is violated. */
async function firstViolated(of: number, running: Running, cases = runs): Promise<number | undefined> {
  for (let number = 0; number < cases; number++) {
    const wrong = await runCase(drawCase(of, number), running).then(
      (verdict) => verdict.wrong,
      (error: unknown) => [String(error)],
    )
    if (wrong.length > 0) return number
  }
  return undefined
}

describe(`random sagas under random faults (STEPWRIGHT_SEED=${seed})`, () => {
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

describe("that the fuzzer can fail", () => {
  test.each(saboteurs)("it notices what $name", async ({ change, store = (real) => real }: Saboteur) => {
    const running = { backend: () => store(memory()), ...(change === undefined ? {} : { change }) }
    expect(await firstViolated(1, running, 400)).toBeDefined()
  })

  test("it shrinks what it finds", async () => {
    const { change } = saboteurs[0] ?? {}
    const running = { backend: memory, ...(change === undefined ? {} : { change }) }
    const told = await explain(1, (await firstViolated(1, running, 400)) ?? 0, running)
    expect(told).toMatch(/! is not called: undo run\//)
    expect(told.split("\n").filter((line) => / (compensated|readOnly|bare), /.test(line)).length).toBeLessThan(6)
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
