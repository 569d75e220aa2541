import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { sqlite } from "@stepwright/adapters/sqlite"
import type { Backend } from "@stepwright/engine"
import { afterAll, describe, expect, it } from "vitest"

import { factOf, full, type Line } from "./crashing/line.ts"

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
        said.push(...(await killed([file, synchronous, String(round)], Math.floor(random() * 60), random() * 4)))
        // Otherwise the next process is the first to see what the killed one left.
        if (random() < 0.5 || round === 11) await verify(file, synchronous, said)
      }
      const ticks = said.filter(
        ({ call, phase, executions }) => call === "tick" && phase === "did" && executions.length > 0,
      )
      expect(ticks.length).toBeGreaterThan(20)
    },
  )
})

/** Runs the process until it has said so many lines and a moment more, then kills it. Answers what it said. */
function killed(args: readonly string[], lines: number, moreMs: number): Promise<readonly Line[]> {
  const main = join(import.meta.dirname, "crashing", "main.ts")
  const child = spawn(process.execPath, ["--conditions=@stepwright/source", main, ...args])
  let said = ""
  let stderr = ""
  let dying = false
  const die = (): void => {
    if (dying) return
    dying = true
    setTimeout(() => child.kill("SIGKILL"), moreMs)
  }
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString()
    if (said.split("\n").length > lines) die()
  })
  // Some die while they open the file, or before.
  if (lines < 10) setTimeout(die, 80 + 40 * moreMs)
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (_, signal) => {
      if (signal !== "SIGKILL") return reject(new Error(`the process ended by itself: ${stderr}`))
      // The last line may be cut off.
      resolve(
        said
          .split("\n")
          .slice(0, -1)
          .map((line): Line => JSON.parse(line)),
      )
    })
  })
}

async function verify(file: string, synchronous: "normal" | "full", said: readonly Line[]): Promise<void> {
  const backend = sqlite({ file, synchronous })
  try {
    for (const line of said) {
      const done = await present(backend, line)
      if (line.phase === "did") expect(done, `acknowledged: ${JSON.stringify(line)}`).not.toContain(false)
      // A tick, or a turn's starts, is there as a whole or not at all, acknowledged or not.
      else expect(new Set(done).size, `begun: ${JSON.stringify(line)}`).toBeLessThanOrEqual(1)
    }
  } finally {
    await backend.close()
  }
}

/** Of all that a call writes, what is there. */
async function present({ executions, deadLetters }: Backend, line: Line): Promise<readonly boolean[]> {
  const { letter = "" } = line
  const found: boolean[] = []
  for (const [id, length] of line.executions) {
    const facts = await executions.journal({ id })
    if (line.call === "start") found.push(facts !== undefined)
    else found.push(facts?.[length - 1] === factOf(id, length - 1, letter))
    if (length === full) found.push((await executions.get({ id }))?.output === `${id} by ${letter}`)
  }
  if (line.call === "tick" && found.length > 0) found.push((await deadLetters.get({ id: letter }))?.body === letter)
  return found
}

/** mulberry32: numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
