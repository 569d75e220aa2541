import { readFileSync } from "node:fs"
import { resolve } from "node:path"

import type { Host } from "../host.ts"
import { paintFor } from "./paint.ts"
import { type Problem, renderProblem } from "./problem.ts"

/** What every command is called with beside its own arguments. */
export interface CommonOptions {
  /** One JSON document on stdout, everything for people on stderr. */
  readonly json?: boolean
  readonly debug?: boolean
}

/** Shows problems for people, each with its line of source. */
export function reportProblems(problems: readonly Problem[], host: Host, to: "stdout" | "stderr"): void {
  const paint = paintFor(host[to], host.env)
  const lines = new Map<string, readonly string[]>()
  const sourceLine = (file: string, line: number): string | undefined => {
    const path = resolve(host.cwd, file)
    if (!lines.has(path)) lines.set(path, readLines(path))
    return lines.get(path)?.[line - 1]
  }
  for (const problem of problems) host[to].write(`${renderProblem(problem, { paint, sourceLine })}\n\n`)
}

/** One JSON document, for machines. */
export function writeJson(value: unknown, host: Host): void {
  host.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split(/\r?\n/)
  } catch {
    return [] // a place in a file that is gone or was never one: shown without its line
  }
}
