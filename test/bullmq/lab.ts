import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import type { Backend } from "@stepwright/engine"
import { Queue } from "bullmq"
import { onTestFinished } from "vitest"

let prefixes = 0

/** A prefix that no other test uses. */
export function newPrefix(): string {
  return `{test-${process.pid}-${++prefixes}}`
}

/** Backends of every kind that several workers of this process can use one after the other. */
export const stores: readonly (readonly [name: string, make: () => Backend])[] = [
  ["memory", memory],
  ["sqlite", () => sqlite({ file: join(newFolder(), "engine.db") })],
]

/** A folder that goes with the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-bullmq-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A process of the test's own: `first` is the first line that it says. */
export async function startProcess(
  file: string,
  args: readonly string[],
): Promise<{ readonly process: ChildProcess; readonly lines: string[] }> {
  const child = spawn(process.execPath, ["--conditions=@stepwright/source", join(import.meta.dirname, file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  onTestFinished(() => void child.kill("SIGKILL"))
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`${file} ended with ${code}`)))
    createInterface(child.stdout).on("line", (line) => {
      lines.push(line)
      resolve()
    })
  })
  return { process: child, lines }
}

/** BullMQ's own view of a queue. */
export function openQueue(connection: { readonly port: number }, prefix: string, name: string): Queue {
  const queue = new Queue(name, { connection, prefix })
  onTestFinished(async () => await queue.close())
  return queue
}

/** Comes back once something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** How many jobs a queue holds, in whatever state. */
export async function jobsIn(queue: Queue): Promise<number> {
  const counts = await queue.getJobCounts()
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
