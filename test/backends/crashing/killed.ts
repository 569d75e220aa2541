import { spawn } from "node:child_process"
import { join } from "node:path"

import type { Line } from "./line.ts"

/**
 * Runs the process until it has said so many lines and a moment more, then kills it. Answers what it said.
 * @param first - Done just before: kills the store, of which the process may then die by itself.
 */
export function killed(
  args: readonly string[],
  lines: number,
  moreMs: number,
  first?: () => Promise<void>,
): Promise<readonly Line[]> {
  const main = join(import.meta.dirname, "main.ts")
  const child = spawn(process.execPath, ["--conditions=@stepwright/source", main, ...args])
  let said = ""
  let stderr = ""
  let dying = false
  const die = (): void => {
    if (dying) return
    dying = true
    setTimeout(() => void Promise.resolve(first?.()).finally(() => child.kill("SIGKILL")), moreMs)
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
      const ofItsStore = dying && first !== undefined
      if (signal !== "SIGKILL" && !ofItsStore) return reject(new Error(`the process ended by itself: ${stderr}`))
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
