import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

import { expect } from "vitest"

/**
 * Starts a process whose handler kills it until one lives, and checks what became of the execution.
 * @param place - A sqlite file, or a Redis and a prefix.
 */
export function livesOfPoison(...place: readonly string[]): void {
  const script = fileURLToPath(new URL("./poison-worker.ts", import.meta.url))
  const lives: { readonly signal: string | null; readonly lines: readonly string[] }[] = []
  for (let life = 0; life < 6; life++) {
    const { signal, stdout } = spawnSync(process.execPath, ["--conditions=@stepwright/source", script, ...place], {
      encoding: "utf8",
      timeout: 30_000,
    })
    lives.push({ signal, lines: stdout.trim().split("\n") })
    if (signal === null) break
  }
  const last = lives.pop()
  // "At most one too high": the cap of two deliveries is reached after two lives, or after one more.
  expect(lives.length).toBeGreaterThanOrEqual(2)
  expect(lives.length).toBeLessThanOrEqual(3)
  for (const { signal, lines } of lives) {
    expect(signal).toBe("SIGKILL")
    expect(lines).toEqual(["arn:aws:states:local:000000000000:execution:deadly:deadly/Crash"])
  }
  expect(JSON.parse(last?.lines.at(-1) ?? "null")).toMatchObject({
    status: "PARKED",
    error: "Stepwright.WorkerLost",
    output: "still at work",
  })
}
