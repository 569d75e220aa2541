import { readFileSync } from "node:fs"
import { basename, resolve } from "node:path"

import { CliError } from "../errors.ts"
import { showPath } from "../output/place.ts"
import { requireFile } from "./load-module.ts"
import { scanJson, type ScannedJson } from "./scan-json.ts"

/** What a state machine's file does not say of it. */
export type StateMachineType = "STANDARD" | "EXPRESS"

/** A state machine's file, read. */
export interface StateMachineFile {
  /** As it is shown to people. */
  readonly file: string
  /** The file's name without `.asl.json`: what the state machine is called. */
  readonly name: string
  readonly text: string
  readonly scanned: ScannedJson
}

/**
 * Reads a file that should hold a state machine.
 * @throws {CliError} when it is not there or not JSON.
 */
export function readStateMachineFile(path: string, cwd: string): StateMachineFile {
  const full = resolve(cwd, path)
  const file = showPath(full, cwd)
  requireFile(full, file)
  const text = readFileSync(full, "utf8")
  const scanned = scanJson(text)
  if (scanned.error !== undefined) {
    throw new CliError("JSON_INVALID", scanned.error.message, { exitCode: 1, at: { file: full, ...scanned.error.at } })
  }
  return {
    file,
    name: basename(full)
      .replace(/\.json$/, "")
      .replace(/\.asl$/, ""),
    text,
    scanned,
  }
}
