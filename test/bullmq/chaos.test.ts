import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

import { startRedis } from "@stepwright/test-redis"
import { describe, expect, it } from "vitest"

import { jobsIn, newFolder, newPrefix, openQueue, startProcess, until } from "./lab.ts"
import type { Written } from "./served-tasks.ts"

const executions = 200
const kills = 8
const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

/** Numbers in [0, 1) from the seed. (mulberry32) */
function chance(): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe(`engine and queue workers that are killed ${kills} times (seed ${seed})`, () => {
  it("lose no execution, no effect and no answer", async () => {
    await using redis = await startRedis()
    const prefix = newPrefix()
    const folder = newFolder()
    const random = chance()
    const place = [String(redis.port), prefix]
    const engineOf = async () => await startProcess("chaos-engine.ts", [...place, folder, String(executions)])
    const workerOf = async () => await startProcess("piece-worker.ts", [...place, "4"])

    const workers = await Promise.all([workerOf(), workerOf()])
    let engine = await engineOf()
    let engines = 0
    for (let killed = 0; killed < kills; killed++) {
      // Spread over the work, however fast the machine is.
      await until(() => writtenIn(folder).length >= (killed * 3 * executions * 0.8) / (kills + 1))
      await pause(random() * 100)
      const which = Math.floor(random() * 3)
      const victim = which === 2 ? engine : (workers[which] ?? engine)
      const gone = new Promise((resolve) => victim.process.on("exit", resolve))
      // One that had ended by itself would prove nothing.
      expect(victim.process.exitCode).toBe(null)
      victim.process.kill("SIGKILL")
      await gone
      if (which === 2) {
        engine = await engineOf()
        engines++
      } else workers[which] = await workerOf()
    }
    // Whatever the seed: in the middle of the work the engine is killed at least once.
    if (engines === 0) {
      const gone = new Promise((resolve) => engine.process.on("exit", resolve))
      engine.process.kill("SIGKILL")
      await gone
      engine = await engineOf()
    }
    writeFileSync(`${folder}/killed`, "")

    await until(() => engine.lines.includes("done"))
    const ended = engine.lines.flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Ended] : [])) // as it writes
    expect(ended).toHaveLength(executions)
    // One answer counts for each piece, however often its job was done.
    expect(ended.filter(({ status, counted }) => status !== "SUCCEEDED" || counted !== 3)).toEqual([])
    const written = writtenIn(folder)
    const keys = new Set(written.map((line) => (JSON.parse(line) as Written).key)) // as the workers write it
    expect(keys.size).toBe(3 * executions)
    // What was done again is what was in the hands of somebody who was killed.
    expect(written.length - keys.size).toBeLessThanOrEqual(kills * 8)
    const queue = openQueue({ port: redis.port }, prefix, "pieces")
    await using late = await startProcess("chaos-engine.ts", [...place, folder, "0"]).then(({ process }) => ({
      [Symbol.asyncDispose]: async () => void process.kill("SIGKILL"),
    }))
    expect(late).toBeDefined()
    await until(async () => (await jobsIn(queue)) === 0)
  }, 180_000)
})

function writtenIn(folder: string): readonly string[] {
  const file = `${folder}/written`
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : []
}

interface Ended {
  readonly status: string
  readonly counted: number
}
