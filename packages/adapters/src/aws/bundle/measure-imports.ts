import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

import type { TaskBundle } from "./bundle-request.ts"

export interface MeasureImportsOptions {
  /** How often each bundle is imported. Default: 7. */
  readonly runs?: number
}

/** How long the import of a bundle takes in a process that has just started, in milliseconds. */
export interface ImportTime {
  readonly task: string
  readonly medianMs: number
  readonly leastMs: number
  readonly mostMs: number
}

const program = `
const began = performance.now()
await import(process.argv[1])
process.stdout.write(String(performance.now() - began))
process.exit()`

/** Imports each bundle in processes of its own, one after the other, by turns: what disturbs the machine meets all alike. */
export function measureImports(
  bundles: readonly TaskBundle[],
  { runs = 7 }: MeasureImportsOptions = {},
): readonly ImportTime[] {
  const times = new Map<string, number[]>(bundles.map(({ task }) => [task, []]))
  for (let run = 0; run < runs; run++) {
    for (const { task, folder } of bundles) times.get(task)?.push(importTime(join(folder, "index.mjs")))
  }
  return [...times].map(([task, measured]) => {
    const sorted = measured.toSorted((a, b) => a - b)
    const at = (index: number): number => sorted[index] ?? Number.NaN
    return { task, medianMs: at(sorted.length >> 1), leastMs: at(0), mostMs: at(sorted.length - 1) }
  })
}

function importTime(file: string): number {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program, pathToFileURL(file).href],
    { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: "" } },
  )
  if (status !== 0) throw new Error(`${file} cannot be imported: ${stderr}`)
  return Number(stdout)
}
