import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"

import type { Json } from "@stepwright/engine/asl"

import { CliError } from "./errors.ts"
import { scanJson } from "./load/scan-json.ts"
import { showPath } from "./output/place.ts"

/**
 * The value of `--input`: JSON text, or a file of it. What begins like JSON and is no file is text.
 * @throws {CliError} FILE_NOT_FOUND, JSON_INVALID.
 */
export function readInput(given: string, cwd: string): Json {
  const path = resolve(cwd, given)
  if (existsSync(path)) {
    const text = readFileSync(path, "utf8")
    return parse(text, showPath(path, cwd), path)
  }
  if (/^\s*(?:[[{"\d-]|true\b|false\b|null\b)/.test(given) && !given.endsWith(".json"))
    return parse(given, "The value of --input")
  throw new CliError("FILE_NOT_FOUND", `--input names no file and is not JSON: ${given}`, {
    hint: `Give a file, or JSON text in quotes: --input '{"orderId":"o-1"}'.`,
  })
}

function parse(text: string, what: string, path?: string): Json {
  const { error } = scanJson(text)
  if (error === undefined) return JSON.parse(text) as Json // checked by the scan
  const place = path === undefined ? ` (line ${error.at.line}, column ${error.at.column})` : ""
  throw new CliError(
    "JSON_INVALID",
    `${what} is not JSON: ${error.message}${place}`,
    path === undefined ? {} : { at: { file: path, ...error.at } },
  )
}
