import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

import { CliError } from "../errors.ts"

/**
 * Leaves a file alone that holds the same bytes, so that what watches it stays asleep. Answers whether it wrote.
 * @throws {CliError} FILE_UNREADABLE
 */
export function writeIfChanged(path: string, content: string | Uint8Array): boolean {
  const bytes = Buffer.from(content)
  try {
    if (readFileSync(path).equals(bytes)) return false
  } catch {
    // not there yet
  }
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  } catch (error) {
    throw new CliError(
      "FILE_UNREADABLE",
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { exitCode: 1, cause: error },
    )
  }
  return true
}
