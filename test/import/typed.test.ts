import { execFile } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

import type { StateMachineDefinition } from "@stepwright/engine/asl"
import { checkDefinition } from "@stepwright/engine/check"
import { importDefinition } from "@stepwright/engine/import"
import * as fc from "fast-check"
import { expect, test } from "vitest"

import { readCases } from "../conformance/case.ts"
import { machineOf, programs } from "./random-machines.ts"

const run = promisify(execFile)
const root = fileURLToPath(new URL("../..", import.meta.url))
const seed = Number(process.env.STEPWRIGHT_SEED ?? Date.now() % 1_000_000)

/** Definitions of our own cases, and random ones. */
function definitions(): readonly StateMachineDefinition[] {
  const cases = readCases(join(root, "test/conformance/cases")).flatMap(({ kind, definition }) =>
    kind === "execution" && definition !== undefined ? [definition] : [],
  )
  const random = fc.sample(programs, { seed, numRuns: 120 }).map(machineOf)
  return [...cases, ...random].flatMap((each) => checkDefinition(each).definition ?? [])
}

test(
  `generated sources pass tsc --strict and stay as oxfmt would have them (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    // Formatters leave ignored files alone, and .stepwright is one.
    const folder = join(root, `import-${process.pid}.generated`)
    mkdirSync(folder, { recursive: true })
    try {
      for (const [at, definition] of definitions().entries())
        writeFileSync(join(folder, `m${at}.ts`), importDefinition(definition, { name: "machine" }).source)
      const before = textsIn(folder)
      expect(before.size).toBeGreaterThan(40)
      const config = { extends: "../tsconfig.base.json", compilerOptions: { strict: true }, include: ["*.ts"] }
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
      writeFileSync(join(folder, ".oxfmtrc.json"), JSON.stringify({ semi: false, printWidth: 120 }))
      const tool = (name: string, ...args: readonly string[]): Promise<string> =>
        run(join(root, "node_modules/.bin", name), [...args], { cwd: folder }).then(
          ({ stdout }) => stdout,
          (error: Error & { readonly stdout?: string }) => error.stdout ?? error.message,
        )
      expect(await tool("tsc", "-p", "tsconfig.json")).toBe("")
      await tool("oxfmt", "-c", ".oxfmtrc.json", ".")
      expect(textsIn(folder)).toEqual(before)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

function textsIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"))
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]))
}
