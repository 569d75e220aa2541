import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"

import { CliError } from "../errors.ts"
import { scanJson } from "./scan-json.ts"

/**
 * A JSON file that an option names.
 * @throws {CliError} `FILE_NOT_FOUND`, `JSON_INVALID`
 */
export function readJsonFile(option: string, file: string, cwd: string): unknown {
  const path = resolve(cwd, file)
  if (!existsSync(path)) throw new CliError("FILE_NOT_FOUND", `${option} names no file: ${file}`)
  const text = readFileSync(path, "utf8")
  const { error } = scanJson(text)
  if (error === undefined) return JSON.parse(text) as unknown
  throw new CliError("JSON_INVALID", `${file} is not JSON: ${error.message}`, { at: { file: path, ...error.at } })
}
