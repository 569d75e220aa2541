import { memory } from "@stepwright/adapters/memory"
import { describe, expect, test } from "vitest"

import { firstViolated } from "./first-violated.ts"
import { explain } from "./run-case.ts"
import { saboteurs, type Saboteur } from "./saboteurs.ts"

/** What bounds these tests is a count of cases: a busy machine takes longer for them. */
const patient = { timeout: 600_000 }

describe("that the fuzzer can fail", patient, () => {
  test.each(saboteurs)("it notices what $name", async ({ change, store = (real) => real, seed = 1 }: Saboteur) => {
    const running = { backend: () => store(memory()), ...(change === undefined ? {} : { change }) }
    expect(await firstViolated(seed, running, 400)).toBeDefined()
  })

  test("it shrinks what it finds", async () => {
    const { change } = saboteurs[0] ?? {}
    const running = { backend: memory, ...(change === undefined ? {} : { change }) }
    const told = await explain(1, (await firstViolated(1, running, 400)) ?? 0, running)
    expect(told).toMatch(/! is not called: undo run\//)
    expect(told.split("\n").filter((line) => / (compensated|readOnly|bare), /.test(line)).length).toBeLessThan(6)
  })
})
