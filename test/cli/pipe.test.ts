import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { bin, makeScratch } from "./command.ts"
import { brokenTripModule } from "./workflows.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const scratch = makeScratch()
beforeAll(() => {
  scratch.write("trip.ts", brokenTripModule)
})
afterAll(() => scratch.remove())

interface Left {
  readonly code: number | null
  readonly stderr: string
}

/** Runs a program whose reader goes away: at once, or after the first that it is given. */
function deserted(args: readonly string[], cwd: string, when: "at once" | "after a line"): Promise<Left> {
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] })
  let stderr = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  if (when === "at once") child.stdout.destroy()
  else child.stdout.once("data", () => child.stdout.destroy())
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stderr }))
  })
}

const quiet: Left = { code: 0, stderr: "" }
const source = "--conditions=@stepwright/source"

describe.each(["at once", "after a line"] as const)("where the reader goes away %s", (when) => {
  it.each([["--help"], ["graph", "trip.ts"], ["run", "trip.ts", "--input", '{"seats":2}'], ["dlq", "list", "--help"]])(
    "stepwright %s ends quietly",
    async (...args) => {
      expect(await deserted([bin, ...args], scratch.path, when)).toEqual(quiet)
    },
  )

  it.each(["examples/travel/main.ts", "scripts/example.ts"])("node %s ends quietly", async (file) => {
    expect(await deserted([source, file], root, when)).toEqual(quiet)
  })
})

it("keeps its exit code where only the reader of its complaints goes away", async () => {
  const child = spawn(process.execPath, [bin, "check", "nowhere.ts"], {
    cwd: scratch.path,
    stdio: ["ignore", "pipe", "pipe"],
  })
  child.stderr.destroy()
  const code = await new Promise((resolve) => child.on("close", resolve))
  expect(code).toBe(2)
})
