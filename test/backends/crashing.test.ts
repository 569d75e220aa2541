import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { sqlite } from "@stepwright/adapters/sqlite"
import { afterAll, describe, expect, it } from "vitest"

import { killed } from "./crashing/killed.ts"
import type { Line } from "./crashing/line.ts"
import { randomFrom } from "./crashing/random.ts"
import { verify } from "./crashing/verify.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 1_000_000)
const folder = mkdtempSync(join(tmpdir(), "stepwright-crashing-"))
afterAll(() => rmSync(folder, { recursive: true }))

describe(`a process that is killed at any instant (seed ${seed})`, () => {
  it.each(["normal", "full"] as const)(
    "loses nothing that was acknowledged, and leaves no tick half done: %s",
    async (synchronous) => {
      const file = join(folder, `${synchronous}.db`)
      const random = randomFrom(seed)
      const said: Line[] = []
      for (let round = 0; round < 12; round++) {
        said.push(
          ...(await killed(["sqlite", file, synchronous, String(round)], Math.floor(random() * 60), random() * 4)),
        )
        // Otherwise the next process is the first to see what the killed one left.
        if (random() < 0.5 || round === 11) await verify(sqlite({ file, synchronous }), said)
      }
      const ticks = said.filter(
        ({ call, phase, executions }) => call === "tick" && phase === "did" && executions.length > 0,
      )
      expect(ticks.length).toBeGreaterThan(20)
    },
  )
})
